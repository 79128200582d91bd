import type { ModelRef } from '../inference/prediction.ts';

/** Absolute addresses on this server, for cards and resources. */
export interface Links {
  /** The result page that a clinician opens from a card. */
  result(riskAssessmentId: string): string;
  /** The model's page: how it works, how good it is, when not to use it. */
  model(model: ModelRef): string;
  /** Every model of this server. */
  models(): string;
}

/** Adds to a path what opens it for whoever has the link: the same for the same path, always. */
export type SignPath = (path: string) => string;

export function linksFrom(baseUrl: string, sign: SignPath = (path) => path): Links {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    result: (id) => base + sign(`/insight/RiskAssessment/${id}`),
    model: ({ name }) => `${base}/models/${name}`,
    models: () => `${base}/models`,
  };
}
