import type { Provenance } from '@medplum/fhirtypes';
import type { ModelOutput } from '../inference/prediction.ts';
import { profileUrl } from '../kernel/canonical.ts';
import { deviceId } from './device.ts';
import { sourcesOfInput } from './extensions.ts';

/** Who made a result, when, and from which resources. */
export function provenanceFor(output: ModelOutput, riskAssessmentId: string, now: Date): Provenance {
  const sources = sourcesOf(output);
  return {
    resourceType: 'Provenance',
    id: `${riskAssessmentId}-provenance`,
    meta: { profile: [profileUrl('kairos-provenance')] },
    target: [{ reference: `RiskAssessment/${riskAssessmentId}` }],
    recorded: now.toISOString(),
    activity: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-DataOperation',
          code: 'CREATE',
          display: 'create',
        },
      ],
    },
    agent: [{ type: assembler, who: { reference: `Device/${deviceId(output.model)}` } }],
    ...(sources.length > 0
      ? { entity: sources.map((reference) => ({ role: 'source' as const, what: { reference } })) }
      : {}),
  };
}

const assembler = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
      code: 'assembler',
      display: 'Assembler',
    },
  ],
};

/** Every resource that a value was taken from, once. */
export const sourcesOf = ({ evidence }: ModelOutput): string[] => [
  ...new Set(evidence.used.flatMap(sourcesOfInput)),
];
