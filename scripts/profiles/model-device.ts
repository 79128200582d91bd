import { CANONICAL, codeSystemUrl } from '../../src/kernel/canonical.ts';
import type { Profile } from './structure-definition.ts';

/** One version of a model, as the Device that performs assessments. */
export const modelDevice: Profile = {
  id: 'kairos-model-device',
  name: 'KairosModelDevice',
  title: 'Prediction model',
  description: 'One version of a prediction model, as the Device that performs assessments.',
  type: 'Device',
  changes: [
    { id: 'Device' },
    { id: 'Device.identifier', short: 'name|version', min: 1, max: '1', mustSupport: true },
    { id: 'Device.identifier.system', min: 1, fixedUri: `${CANONICAL}/NamingSystem/model` },
    { id: 'Device.identifier.value', min: 1 },
    { id: 'Device.status', min: 1, mustSupport: true },
    { id: 'Device.deviceName', min: 1, mustSupport: true },
    { id: 'Device.modelNumber', short: 'Name of the model', min: 1, mustSupport: true },
    {
      id: 'Device.type',
      min: 1,
      patternCodeableConcept: { coding: [{ system: codeSystemUrl('device-type'), code: 'ai-model' }] },
      mustSupport: true,
    },
    { id: 'Device.version', min: 1, max: '1', mustSupport: true },
    { id: 'Device.url', short: 'How the model works and when not to use it', min: 1, mustSupport: true },
    { id: 'Device.note', short: 'Regulatory status and purpose', min: 1, mustSupport: true },
  ],
};
