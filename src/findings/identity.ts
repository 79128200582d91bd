import { createHash } from 'node:crypto';
import type { Identifier } from '@medplum/fhirtypes';
import type { ModelOutput, ModelRef } from '../inference/prediction.ts';
import { CANONICAL } from '../kernel/canonical.ts';
import type { Evidence, UsedInput } from '../kernel/evidence.ts';

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
  return identityFrom(output.model, facts);
}

/** What an answer about a picture depends on, beside the model and the patient. */
export interface PictureFacts {
  /** SOP Instance UID. */
  readonly instance: string;
  /** The model that stands before the one that answers. */
  readonly gate?: ModelRef | undefined;
  /** Birth date and start of the study, where the record gives the model an age by them. */
  readonly ageFrom?: readonly [birthDate: string, started: string] | undefined;
}

/**
 * The identity of what a version of a model says of a picture of a patient, known before it is computed. A picture that
 * two records call their own has two results: one of the records is wrong, and nobody here knows which.
 */
export const imageResultIdentity = (
  model: ModelRef,
  { instance, gate, ageFrom }: PictureFacts,
  patientId: string,
): ResultIdentity =>
  identityFrom(model, [
    ...['image', model.name, model.version, patientId, instance],
    gate ? [gate.name, gate.version] : null,
    ageFrom ?? null,
  ]);

function identityFrom({ name, version }: ModelRef, facts: readonly unknown[]): ResultIdentity {
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { id: `kairos-${hash.slice(0, 40)}`, identifier: `${name}|${version}|${hash}` };
}

export interface ResultIdentity {
  /** FHIR id. */
  readonly id: string;
  /** Value of the identifier in the result naming system. */
  readonly identifier: string;
}

/** Identifier system of results about a picture. */
export const IMAGE_RESULT_IDENTIFIER_SYSTEM = `${CANONICAL}/NamingSystem/image-result`;

/**
 * Who looks for what a version of a model says of a picture searches by this.
 *
 * @param instance SOP Instance UID
 */
export const imageResultIdentifier = ({ name, version }: ModelRef, instance: string): Identifier => ({
  system: IMAGE_RESULT_IDENTIFIER_SYSTEM,
  value: `${name}|${version}|${instance}`,
});

/** The search token of that identifier. */
export const imageResultToken = (model: ModelRef, instance: string): string =>
  `${IMAGE_RESULT_IDENTIFIER_SYSTEM}|${imageResultIdentifier(model, instance).value}`;

const evidenceKey = ({ used, missing, unusable, unread = [] }: Evidence) => [
  used
    .toSorted((a, b) => (a.concept < b.concept ? -1 : 1))
    .map((u) => [
      ...[u.concept, u.value, u.unit, u.date, u.source, u.comparator, u.staleDays !== undefined],
      ...(u.instance === undefined ? [] : [u.instance]),
      ...originKey(u),
    ]),
  missing.map(({ concept, reason }) => `${concept} ${reason}`).sort(),
  unusable
    .map((u) => JSON.stringify([u.concept, u.reason, u.date, u.source, u.replaced, ...(u.values ?? [])]))
    .sort(),
  ...unread.map(({ list, name }) => `${list} ${name}`),
];

/** Of a series or a derived value, every source: another value within the window is another input. */
const originKey = ({ sources, count, from, derivedFrom, notRecorded }: UsedInput) =>
  sources || count || derivedFrom || notRecorded ? [sources, count, from, derivedFrom, notRecorded] : [];

/** How a card shows a result: alone, or at the head of a summary of several. */
export type CardKind = 'result' | 'summary';

/**
 * The `uuid` of a card. The same result is another card in another service and as a summary, so that feedback finds
 * the service that gave it; shown again by the same service, it is the same card.
 */
export const cardUuid = ({ identifier }: ResultIdentity, service: string, kind: CardKind): string =>
  toUuid(
    createHash('sha256')
      .update(JSON.stringify([identifier, service, kind]))
      .digest('hex'),
  );

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
