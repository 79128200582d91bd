import type {
  Device,
  Observation,
  Provenance,
  Resource,
  RiskAssessment,
  RiskAssessmentPrediction,
} from '@medplum/fhirtypes';
import { EXTENSIONS } from '../../src/findings/extensions.ts';
import { feedbackObservation } from '../../src/findings/feedback-observation.ts';
import { overrideReasons } from '../../src/findings/override-reasons.ts';
import { type PictureExamples, pictureExamples } from './picture-examples.ts';
import { isAssessment, pipelineResources, SERVICE } from './pipeline.ts';

export interface Examples extends PictureExamples {
  readonly prediction: RiskAssessment;
  readonly score: RiskAssessment;
  readonly abstention: RiskAssessment;
  readonly provenance: Provenance;
  readonly device: Device;
  readonly feedback: Observation;
}

/** Whose results are the examples: another model that is added changes none of them. */
const RISK_MODEL = 'nhanes-mortality';
const SCORE_MODEL = 'ckd-epi-2021';

/** One resource for each profile, as Kairos makes them of demo patients. */
export async function examples(): Promise<Examples> {
  const all = await pipelineResources();
  const prediction = resultOf(all, RISK_MODEL, 'final');
  const target = `RiskAssessment/${prediction.id}`;
  const isItsProvenance = (r: Resource): r is Provenance =>
    r.resourceType === 'Provenance' && r.target[0]?.reference === target;
  return {
    prediction,
    score: resultOf(all, SCORE_MODEL, 'final'),
    abstention: resultOf(all, RISK_MODEL, 'cancelled'),
    provenance: found(all.find(isItsProvenance)),
    device: found(all.find((r): r is Device => r.resourceType === 'Device' && r.modelNumber === RISK_MODEL)),
    feedback: feedbackOn(prediction),
    ...pictureExamples(),
  };
}

/** A card set aside five minutes later, for one of its reasons and with a comment. */
const feedbackOn = (assessment: RiskAssessment): Observation =>
  feedbackObservation(
    {
      card: '3e2b0ea5-0fcb-48a4-8d2c-8e4d2f1f7a10',
      outcome: 'overridden',
      at: '2026-01-15T12:05:00.000Z',
      acceptedSuggestions: [],
      reason: overrideReasons[0]!,
      comment: 'Talked about at the last visit.',
    },
    SERVICE,
    assessment,
  );

/** Preferably one that also names inputs that were not used. */
function resultOf(all: readonly Resource[], model: string, status: RiskAssessment['status']): RiskAssessment {
  const fitting = all
    .filter(isAssessment)
    .filter((r) => r.status === status && r.method?.coding?.[0]?.code === model);
  return found(fitting.find((r) => r.extension?.some((e) => e.url === EXTENSIONS.notUsed)) ?? fitting[0]);
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the demo patients give no such example');
  return value;
}

/** The same with one contribution, one input not used and one source: enough to break an element of. */
export const shortened = ({ prediction, score, abstention, provenance, ...rest }: Examples): Examples => ({
  prediction: shortAssessment(prediction),
  score: shortAssessment(score),
  abstention: shortAssessment(abstention),
  provenance: { ...provenance, entity: (provenance.entity ?? []).slice(0, 1) },
  ...rest,
});

function shortAssessment(assessment: RiskAssessment): RiskAssessment {
  const { extension, basis, prediction } = assessment;
  return {
    ...assessment,
    ...(extension ? { extension: extension.slice(0, 1) } : {}),
    ...(basis ? { basis: basis.slice(0, 1) } : {}),
    ...(prediction ? { prediction: prediction.map((p) => ({ ...p, ...firstOfEach(p) })) } : {}),
  };
}

/** Interval, comparison group and one contribution. */
const firstOfEach = ({ extension = [] }: RiskAssessmentPrediction) => ({ extension: extension.slice(0, 3) });
