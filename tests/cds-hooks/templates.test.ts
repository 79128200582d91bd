import { describe, expect, it } from 'vitest';
import { fillTemplate, prefetchTemplates } from '../../src/cds-hooks/templates.ts';

describe('prefetch templates', () => {
  it('ask for no more than the concepts need', () => {
    expect(prefetchTemplates(['age', 'sex'])).toEqual({ patient: 'Patient/{{context.patientId}}' });
    expect(prefetchTemplates(['sodium'])).toEqual({
      patient: 'Patient/{{context.patientId}}',
      observations:
        'Observation?patient={{context.patientId}}&code=http://loinc.org|2951-2&_sort=-date&_count=500',
    });
  });

  it('ask for Conditions and orders where a concept is one', () => {
    expect(prefetchTemplates(['heart-failure', 'warfarin'])).toEqual({
      patient: 'Patient/{{context.patientId}}',
      conditions: 'Condition?patient={{context.patientId}}&_count=500',
      medications: 'MedicationRequest?patient={{context.patientId}}&status=active&_count=500',
    });
  });

  it('ask for the newest ImagingStudies where a concept is a picture', () => {
    expect(prefetchTemplates(['chest-radiograph', 'age'])).toEqual({
      patient: 'Patient/{{context.patientId}}',
      imaging: 'ImagingStudy?patient={{context.patientId}}&_sort=-started&_count=10',
    });
  });

  it('ask for what a concept may be derived from', () => {
    const { observations } = prefetchTemplates(['egfr', 'body-mass-index']);
    for (const code of ['98979-8', '2160-0', '39156-5', '29463-7', '8302-2'])
      expect(observations).toContain(`http://loinc.org|${code}`);
  });

  it('name the system of codes that are not LOINC', () => {
    expect(prefetchTemplates(['haemoptysis']).observations).toContain('http://snomed.info/sct|66857006');
  });

  it('keep to the queries that CDS Hooks allows: patient, token, _sort, _count', () => {
    const templates = prefetchTemplates([
      ...['heart-failure', 'warfarin', 'egfr', 'supplemental-oxygen', 'chest-radiograph'],
    ]);
    for (const template of Object.values(templates).filter((t) => t.includes('?'))) {
      const names = [...new URLSearchParams(template.split('?')[1]).keys()];
      expect(names.filter((n) => !['patient', 'code', 'status', '_sort', '_count'].includes(n))).toEqual([]);
    }
  });

  it('are filled with typed references', () => {
    const { conditions } = prefetchTemplates(['heart-failure']);
    expect(fillTemplate(conditions!, { patientId: 'p 1' })).toBe(
      'Condition?patient=Patient/p%201&_count=500',
    );
  });
});
