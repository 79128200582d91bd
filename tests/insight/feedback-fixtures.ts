import type { Observation, Resource, RiskAssessment } from '@medplum/fhirtypes';
import { cardIdentifier } from '../../src/findings/card-identifier.ts';
import { feedbackObservation } from '../../src/findings/feedback-observation.ts';
import { overrideReasons } from '../../src/findings/override-reasons.ts';
import { codeSystemUrl } from '../../src/kernel/canonical.ts';
import type { CardFeedback, ReasonCoding } from '../../src/kernel/feedback.ts';

export const SERVICE = 'prognosis-patient-view';
export const OCTOBER = '2026-10-14T09:00:00.000Z';
export const NOVEMBER = '2026-11-04T09:00:00.000Z';

export const COMMENT = 'Xanthippe wrote this';

export const reason = (code: string): ReasonCoding => overrideReasons.find((r) => r.code === code)!;

export interface Cards {
  readonly count: number;
  readonly version: string;
  readonly at: string;
  /** Each card gets all of it, a minute apart. */
  readonly feedback: readonly Partial<CardFeedback>[];
  readonly service?: string;
}

export const accepted = { outcome: 'accepted' } as const;
export const overridden = (code?: string): Partial<CardFeedback> => ({
  outcome: 'overridden',
  comment: COMMENT,
  ...(code ? { reason: reason(code) } : {}),
});

/**
 * Counted by hand. 1.0.0 in October: 20 shown, 8 accepted, 8 overridden (6 already-known, 2 without a reason).
 * 1.0.0 in November: 20 shown, 5 + 3 accepted, 5 + 2 overridden (5 not-applicable, 2 disagree-with-estimate).
 * 1.1.0 in November: 7 shown, 6 accepted.
 */
export const CARDS: readonly Cards[] = [
  { count: 8, version: '1.0.0', at: OCTOBER, feedback: [accepted] },
  { count: 6, version: '1.0.0', at: OCTOBER, feedback: [overridden('already-known')] },
  { count: 2, version: '1.0.0', at: OCTOBER, feedback: [overridden()] },
  { count: 4, version: '1.0.0', at: OCTOBER, feedback: [] },
  { count: 5, version: '1.0.0', at: NOVEMBER, feedback: [accepted] },
  { count: 5, version: '1.0.0', at: NOVEMBER, feedback: [overridden('not-applicable')] },
  { count: 3, version: '1.0.0', at: NOVEMBER, feedback: [overridden('already-known'), accepted] },
  { count: 2, version: '1.0.0', at: NOVEMBER, feedback: [accepted, overridden('disagree-with-estimate')] },
  { count: 5, version: '1.0.0', at: NOVEMBER, feedback: [] },
  { count: 6, version: '1.1.0', at: NOVEMBER, feedback: [accepted] },
  { count: 1, version: '1.1.0', at: NOVEMBER, feedback: [] },
];

let last = 0;

/** Results that became cards, and feedback on them; the feedback comes in the opposite order of its times. */
export function resourcesOf({ count, version, at, feedback, service = SERVICE }: Cards): readonly Resource[] {
  return Array.from({ length: count }).flatMap(() => {
    const assessment = assessmentOf(version, at, service);
    return [
      assessment,
      ...feedback.map((given, i) => observationOf(assessment, given, i, service)).reverse(),
    ];
  });
}

function assessmentOf(version: string, at: string, service: string): RiskAssessment {
  last += 1;
  const coding = { system: codeSystemUrl('model'), code: 'nhanes-mortality', version };
  return {
    resourceType: 'RiskAssessment',
    id: `card-${last}`,
    status: 'final',
    subject: { reference: `Patient/p${last}` },
    method: { coding: [coding] },
    occurrenceDateTime: at,
    ...(service ? { identifier: [cardIdentifier({ uuid: `uuid-${last}`, service })] } : {}),
  };
}

export function observationOf(
  assessment: RiskAssessment,
  given: Partial<CardFeedback>,
  minutes = 0,
  service = SERVICE,
): Observation {
  const at = new Date(Date.parse(assessment.occurrenceDateTime!) + 60_000 * (minutes + 1)).toISOString();
  const feedback = { card: assessment.id!, outcome: 'accepted' as const, at, acceptedSuggestions: [] };
  return feedbackObservation({ ...feedback, ...given }, service, assessment);
}

export const everything = (): readonly Resource[] => [
  ...CARDS.flatMap(resourcesOf),
  // No card: a result that was asked for in another way.
  ...resourcesOf({ count: 3, version: '1.0.0', at: NOVEMBER, feedback: [], service: '' }),
];
