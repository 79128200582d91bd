import type { Provenance, Reference } from '@medplum/fhirtypes';
import type { ModelOutput } from '../inference/prediction.ts';
import { profileUrl } from '../kernel/canonical.ts';
import { deviceId } from './device.ts';
import { sourcesOfInput } from './extensions.ts';
import { instanceReferences } from './picture-words.ts';

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
    ...(sources.length > 0 ? { entity: sources.map((what) => ({ role: 'source' as const, what })) } : {}),
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

/** What the result was made of: resources, and the picture itself, which is none. */
export function sourcesOf(output: ModelOutput): Reference[] {
  return [...resourcesOf(output).map((reference) => ({ reference })), ...instanceReferences(output)];
}

/** Every resource that a value was taken from, once. */
const resourcesOf = ({ evidence }: ModelOutput): string[] => [
  ...new Set(evidence.used.flatMap(sourcesOfInput)),
];
