import { createHash } from 'node:crypto';
import type { ModelOutput } from '../inference/prediction.ts';
import type { Evidence } from '../kernel/evidence.ts';

/**
 * The identity of a result: model, version, subject, and what the model was told. The same inputs give the same
 * identity, whatever order they came in, so that a repeated hook finds its result instead of adding one.
 */
export function resultIdentity(output: ModelOutput, patientId: string, encounterId?: string): ResultIdentity {
  const facts = [
    output.model.name,
    output.model.version,
    patientId,
    encounterId,
    output.kind,
    evidenceKey(output.evidence),
  ];
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return {
    id: `kairos-${hash.slice(0, 40)}`,
    uuid: toUuid(hash),
    identifier: `${output.model.name}|${output.model.version}|${hash}`,
  };
}

export interface ResultIdentity {
  /** FHIR id. */
  readonly id: string;
  /** The card's `uuid`. */
  readonly uuid: string;
  /** Value of the identifier in the result naming system. */
  readonly identifier: string;
}

const evidenceKey = ({ used, missing, unusable }: Evidence) => [
  used
    .toSorted((a, b) => (a.concept < b.concept ? -1 : 1))
    .map((u) => [u.concept, u.value, u.unit, u.date, u.source, u.comparator, u.staleDays !== undefined]),
  missing.map(({ concept, reason }) => `${concept} ${reason}`).sort(),
  unusable.map((u) => JSON.stringify([u.concept, u.reason, u.date, u.source, u.replaced])).sort(),
];

/** A hash in the form of a version 8 UUID (RFC 9562: custom content). */
function toUuid(hash: string): string {
  const [a, b, c, d, e] = [
    hash.slice(0, 8),
    hash.slice(8, 12),
    hash.slice(13, 16),
    hash.slice(17, 20),
    hash.slice(20, 32),
  ];
  return `${a}-${b}-8${c}-8${d}-${e}`;
}
