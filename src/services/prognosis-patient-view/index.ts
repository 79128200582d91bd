import type { Card, CdsService, ServiceAnswer, ServiceRequest } from '../../cds-hooks/types.ts';
import { openPrognosisModel, type PrognosisModel } from '../../families/prognosis/index.ts';
import { type Finding, findingFor } from '../../findings/finding.ts';
import { unwrap } from '../../kernel/result.ts';
import type { ServiceDependencies } from '../contract.ts';

/** A clinician has ten seconds. */
const MAX_CARDS = 3;

/** Asks every prognosis model of the registry: a hospital adds one by adding a folder. */
export function create({ models, links }: ServiceDependencies): CdsService {
  const loaded = models.models.filter((m) => m.manifest.family === 'prognosis');
  const asked = loaded.map((m) => ({ loaded: m, model: unwrap(openPrognosisModel(m)) }));
  return {
    id: 'prognosis-patient-view',
    hook: 'patient-view',
    title: 'Prognosis when a record is opened',
    description:
      'Absolute risk from values already in the record, with its interval, a comparison with people of the same age and sex, and what drives it. Research use.',
    concepts: [...new Set(asked.flatMap(({ model }) => conceptsOf(model)))],
    async respond(request) {
      const subject = subjectOf(request);
      return toAnswer(
        asked.map(({ loaded, model }) =>
          findingFor(model.predict(request.chart), { ...subject, loaded, links }),
        ),
      );
    },
  };
}

const conceptsOf = ({ manifest }: PrognosisModel): readonly string[] => [
  ...manifest.inputs.map((i) => i.concept),
  ...manifest.applicability.exclude.map((e) => e.concept),
];

const subjectOf = ({ context, chart }: ServiceRequest) => ({
  patientId: context.patientId,
  ...(context.encounterId ? { encounterId: context.encounterId } : {}),
  now: chart.now,
});

/** Predictions before abstentions, the highest risk first. */
function toAnswer(findings: readonly Finding[]): ServiceAnswer {
  const ranked = findings.toSorted((a, b) => b.priority - a.priority);
  return { cards: ranked.slice(0, MAX_CARDS).map(toCard), resources: findings.flatMap((f) => f.resources) };
}

const toCard = ({ cardId, card }: Finding): Card => ({ uuid: cardId, ...card });
