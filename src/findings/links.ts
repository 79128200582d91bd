import type { ModelRef } from '../inference/prediction.ts';

/** Absolute addresses on this server, for cards and resources. */
export interface Links {
  /** The result page that a clinician opens from a card. */
  result(riskAssessmentId: string): string;
  /** The model's page: how it works, how good it is, when not to use it. */
  model(model: ModelRef): string;
}

export function linksFrom(baseUrl: string): Links {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    result: (id) => `${base}/insight/RiskAssessment/${id}`,
    model: ({ name }) => `${base}/models/${name}`,
  };
}
