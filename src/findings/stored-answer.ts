import type { Extension, RiskAssessment, RiskAssessmentPrediction } from '@medplum/fhirtypes';
import { levelOf } from '../inference/level.ts';
import type { Manifest } from '../inference/manifest.ts';
import type {
  Abstention,
  AbstentionReason,
  FurtherOutcome,
  Interval,
  ModelOutput,
  Prediction,
} from '../inference/prediction.ts';
import { shared } from '../inference/shared.ts';
import type { Evidence, MissingInput, MissingReason, UnusableReason, UsedInput } from '../kernel/evidence.ts';
import { allOf, part } from './extension-parts.ts';
import { EXTENSIONS } from './extensions.ts';
import { instanceOfUri } from './picture-words.ts';
import { capitalise, noEstimate } from './sentences.ts';

/**
 * What an image model said, read back from the RiskAssessment that it was stored as: all that a card says, which is less
 * than the model gave. Undefined for one that was withdrawn, that is of another version of the model, or that is no
 * probability.
 */
export function storedAnswer(stored: RiskAssessment, manifest: Manifest): ModelOutput | undefined {
  const { code, version } = stored.method?.coding?.[0] ?? {};
  if (!manifest.image || code !== manifest.name || version !== manifest.version) return undefined;
  if (stored.status === 'cancelled') return abstentionOf(stored, manifest);
  return stored.status === 'final' ? predictionOf(stored, manifest) : undefined;
}

function predictionOf(stored: RiskAssessment, manifest: Manifest): Prediction | undefined {
  const [first, ...others] = stored.prediction ?? [];
  const probability = probabilityOf(first);
  if (!first || probability === undefined) return undefined;
  const further = others.flatMap((other) => furtherOf(other, manifest) ?? []);
  return {
    kind: 'prediction',
    ...shared(manifest),
    probability,
    ...intervalOf(first),
    ...storedLevel(first, probability, manifest),
    contributions: [],
    evidence: evidenceOf(stored, allOf(first, EXTENSIONS.contribution), manifest),
    cautions: cautionsOf(stored, manifest),
    ...(further.length > 0 ? { further } : {}),
  };
}

function abstentionOf(stored: RiskAssessment, manifest: Manifest): Abstention | undefined {
  const reason = allOf(stored, EXTENSIONS.abstentionReason)[0]?.valueCode as AbstentionReason | undefined;
  const because = stored.note?.[0]?.text?.slice(`${noEstimate(manifest)}: `.length);
  if (!reason || !because) return undefined;
  const evidence = evidenceOf(stored, allOf(stored, EXTENSIONS.contribution), manifest);
  const wanting = [...evidence.missing, ...evidence.unusable].filter(({ required }) => required);
  return {
    kind: 'abstention',
    ...shared(manifest),
    reason,
    because,
    concepts: wanting.map(({ concept }) => concept),
    evidence,
  };
}

const probabilityOf = (prediction: RiskAssessmentPrediction | undefined): number | undefined =>
  prediction?.probabilityDecimal === undefined ? undefined : prediction.probabilityDecimal / 100;

function intervalOf(prediction: RiskAssessmentPrediction): { readonly interval?: Interval } {
  const [found] = allOf(prediction, EXTENSIONS.interval);
  const [low, high, level] = ['low', 'high', 'level'].map((name) => part(found, name)?.valueDecimal);
  if (low === undefined || high === undefined || level === undefined) return {};
  return { interval: { low: low / 100, high: high / 100, level: level / 100 } };
}

/** The level is as it was stored: rounding may have carried the probability over the bound of a level. */
function storedLevel({ qualitativeRisk }: RiskAssessmentPrediction, probability: number, manifest: Manifest) {
  const same = manifest.thresholds.find(
    ({ risk, band }) => risk === qualitativeRisk?.coding?.[0]?.code && band === qualitativeRisk.text,
  );
  const { risk, indicator, band } = same ?? levelOf(probability, manifest);
  return { risk, indicator, ...(band ? { band } : {}) };
}

function furtherOf(prediction: RiskAssessmentPrediction, { further }: Manifest): FurtherOutcome | undefined {
  const coding = prediction.outcome?.coding?.[0];
  const known = further.find(
    (f) => f.coding.code === coding?.code && capitalise(f.noun) === prediction.outcome?.text,
  );
  const probability = probabilityOf(prediction);
  if (!known || probability === undefined) return undefined;
  const { id, coding: outcome, horizon } = known;
  return { id, outcome, ...(horizon ? { horizon } : {}), probability, ...intervalOf(prediction) };
}

function evidenceOf(stored: RiskAssessment, inputs: readonly Extension[], manifest: Manifest): Evidence {
  const notUsed = allOf(stored, EXTENSIONS.notUsed).map((extension) => ({
    concept: conceptOf(extension),
    required: part(extension, 'required')?.valueBoolean === true,
    reason: part(extension, 'reason')?.valueCode as MissingReason | UnusableReason,
  }));
  return {
    used: inputs.map(usedOf),
    missing: notUsed.flatMap((input) =>
      isMissing(input) ? [{ ...input, ...windowOf(input, manifest) }] : [],
    ),
    unusable: notUsed.flatMap((input) =>
      isMissing(input) ? [] : [{ ...input, reason: input.reason as UnusableReason }],
    ),
  };
}

const isMissing = (input: { readonly reason: string }): input is MissingInput =>
  input.reason === 'none' || input.reason === 'none-in-window';

const windowOf = ({ concept }: MissingInput, { inputs }: Manifest): Pick<MissingInput, 'window'> => {
  const window = inputs.find((i) => i.concept === concept)?.window;
  return window === undefined ? {} : { window };
};

const conceptOf = (extension: Extension): string => part(extension, 'concept')?.valueCoding?.code ?? '';

function usedOf(extension: Extension): UsedInput {
  const { valueQuantity: quantity, valueString } = part(extension, 'value') ?? {};
  const date = part(extension, 'date')?.valueDateTime;
  const source = part(extension, 'source')?.valueReference?.reference;
  const days = part(extension, 'staleDays');
  const staleDays = days?.valueInteger ?? days?.valueDecimal;
  const instance = instanceOfUri(part(extension, 'instance')?.valueUri ?? '');
  return {
    concept: conceptOf(extension),
    value: quantity?.value ?? valueString ?? '',
    ...(quantity?.code ? { unit: quantity.code } : {}),
    ...(date ? { date } : {}),
    ...(source ? { source } : {}),
    ...(staleDays === undefined ? {} : { staleDays }),
    ...(instance ? { instance } : {}),
  };
}

/** Notes are cautions, then what stands beside every result of the model. */
function cautionsOf({ note = [] }: RiskAssessment, { acknowledgement }: Manifest): readonly string[] {
  const texts = note.flatMap(({ text }) => text ?? []);
  return texts.slice(0, texts.length - (acknowledgement ? 2 : 1));
}
