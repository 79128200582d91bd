import type { OperationDefinition } from '@medplum/fhirtypes';
import { CANONICAL } from '../../src/kernel/canonical.ts';
import { header } from './header.ts';

/** Operations of the FHIR API that R4 does not have. */
export const operations: readonly OperationDefinition[] = [
  {
    resourceType: 'OperationDefinition',
    id: 'ImagingStudy-analyze',
    url: `${CANONICAL}/OperationDefinition/ImagingStudy-analyze`,
    ...header,
    name: 'AnalyzeImagingStudy',
    title: 'Analyze the pictures of an ImagingStudy',
    kind: 'operation',
    affectsState: true,
    description:
      'Has the image models analyse the pictures of a study that they were made for, and gives the results: a Bundle (collection) of RiskAssessments, with an OperationOutcome on what could not be analysed. A picture that a version of a model has analysed is not analysed again. With `Prefer: respond-async`, or when it takes longer than 30 seconds, the answer is 202 with the address of a search in Content-Location, which finds the results as they come. An ImagingStudy may also be sent as it is, without Parameters.',
    code: 'analyze',
    resource: ['ImagingStudy'],
    system: false,
    type: true,
    instance: false,
    parameter: [
      {
        name: 'imagingStudy',
        use: 'in',
        min: 1,
        max: '1',
        type: 'ImagingStudy',
        documentation:
          'The study, with its Study Instance UID, its subject, and the UIDs of series and instances.',
      },
      {
        name: 'endpoint',
        use: 'in',
        min: 0,
        max: '*',
        type: 'Endpoint',
        documentation:
          'Endpoints that the study refers to, of the connection type dicom-wado-rs. Without one, the archive that the server is set up with is asked.',
      },
      {
        name: 'patient',
        use: 'in',
        min: 0,
        max: '1',
        type: 'Patient',
        documentation: 'Whose study it is, for the age. Without it, the age is what the DICOM files say.',
      },
      {
        name: 'model',
        use: 'in',
        min: 0,
        max: '1',
        type: 'code',
        documentation: 'Name of one model. Without it, all that were made for such pictures are asked.',
      },
      {
        name: 'return',
        use: 'out',
        min: 1,
        max: '1',
        type: 'Bundle',
        documentation: 'RiskAssessments (profile kairos-risk-assessment).',
      },
    ],
  },
];
