import { createHash } from 'node:crypto';
import type { Binary, DocumentReference } from '@medplum/fhirtypes';
import type { Manifest } from '../inference/manifest.ts';
import type { ModelOutput, PictureExplanation } from '../inference/prediction.ts';
import { codeSystemUrl, profileUrl } from '../kernel/canonical.ts';
import { deviceId } from './device.ts';
import { AIAST } from './labels.ts';
import { pictureOf } from './picture-words.ts';
import { answerName, capitalise } from './sentences.ts';

/** FHIR id of both: the DocumentReference and the Binary that it points at. */
export const explanationPictureId = (riskAssessmentId: string): string => `${riskAssessmentId}-picture`;

/** Code of `CodeSystem/document-type`, with its display. */
export const EXPLANATION_PICTURE = {
  system: codeSystemUrl('document-type'),
  code: 'explanation-picture',
  display: 'Picture with a heat map of where a model looked',
};

/** What the picture is of. */
export interface PictureSubject {
  readonly riskAssessmentId: string;
  readonly patientId: string;
  readonly encounterId?: string;
  readonly now: Date;
}

/** The heat map of an answer: a DocumentReference (profile kairos-explanation-picture) and the PNG as a Binary. */
export function explanationPicture(
  explanation: PictureExplanation,
  output: ModelOutput,
  of: PictureSubject,
  manifest: Manifest,
): readonly [DocumentReference, Binary] {
  const id = explanationPictureId(of.riskAssessmentId);
  return [
    documentReference(explanation, output, of, manifest),
    {
      resourceType: 'Binary',
      id,
      meta: { security: [AIAST] },
      contentType: 'image/png',
      securityContext: { reference: `DocumentReference/${id}` },
      data: Buffer.from(explanation.png).toString('base64'),
    },
  ];
}

function documentReference(
  { png, description }: PictureExplanation,
  output: ModelOutput,
  { riskAssessmentId, patientId, encounterId, now }: PictureSubject,
  manifest: Manifest,
): DocumentReference {
  const id = explanationPictureId(riskAssessmentId);
  const study = pictureOf(output.evidence)?.source;
  return {
    resourceType: 'DocumentReference',
    id,
    meta: { profile: [profileUrl('kairos-explanation-picture')], security: [AIAST] },
    status: 'current',
    docStatus: 'final',
    type: { coding: [EXPLANATION_PICTURE] },
    subject: { reference: `Patient/${patientId}` },
    date: now.toISOString(),
    author: [{ reference: `Device/${deviceId(output.model)}`, display: manifest.title.en }],
    description,
    securityLabel: [{ coding: [AIAST] }],
    content: [
      {
        attachment: {
          contentType: 'image/png',
          url: `Binary/${id}`,
          size: png.byteLength,
          hash: createHash('sha1').update(png).digest('base64'),
          title: `${capitalise(answerName(manifest))}: where the network looked`,
        },
      },
    ],
    context: {
      ...(encounterId ? { encounter: [{ reference: `Encounter/${encounterId}` }] } : {}),
      related: [
        { reference: `RiskAssessment/${riskAssessmentId}` },
        ...(study ? [{ reference: study }] : []),
      ],
    },
  };
}
