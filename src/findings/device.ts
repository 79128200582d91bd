import type { Device } from '@medplum/fhirtypes';
import type { Manifest } from '../inference/manifest.ts';
import type { ModelRef } from '../inference/prediction.ts';
import { CANONICAL, codeSystemUrl, profileUrl } from '../kernel/canonical.ts';
import type { Links } from './links.ts';

/** FHIR id of the Device that stands for one version of a model. */
export const deviceId = ({ name, version }: ModelRef): string => `${name}-${version}`.slice(-64);

/** The model as the Device that performs assessments. */
export function deviceFor(manifest: Manifest, links: Links): Device {
  const { name, version, title, intendedUse } = manifest;
  return {
    resourceType: 'Device',
    id: deviceId(manifest),
    meta: { profile: [profileUrl('kairos-model-device')] },
    identifier: [{ system: `${CANONICAL}/NamingSystem/model`, value: `${name}|${version}` }],
    status: 'active',
    deviceName: [{ name: title.en, type: 'user-friendly-name' }],
    modelNumber: name,
    type: {
      coding: [
        { system: codeSystemUrl('device-type'), code: 'ai-model', display: 'Artificial intelligence model' },
      ],
    },
    version: [{ value: version }],
    url: links.model(manifest),
    note: [{ text: `${intendedUse.regulatoryStatus}. ${intendedUse.purpose}` }],
  };
}
