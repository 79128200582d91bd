/** What the data call a specialty → value of `attending-specialty`. */
const SPECIALTIES: Readonly<Record<string, string>> = {
  InternalMedicine: 'internal-medicine',
  'Emergency/Trauma': 'emergency-medicine',
  'Family/GeneralPractice': 'family-medicine',
  Cardiology: 'cardiology',
  'Surgery-General': 'general-surgery',
  Nephrology: 'nephrology',
  Orthopedics: 'orthopaedics',
  'Orthopedics-Reconstructive': 'orthopaedics',
  Radiologist: 'radiology',
  Psychiatry: 'psychiatry',
  Pulmonology: 'pulmonology',
  Urology: 'urology',
  ObstetricsandGynecology: 'obstetrics-gynaecology',
  'Surgery-Cardiovascular/Thoracic': 'cardiothoracic-surgery',
  'Surgery-Cardiovascular': 'cardiothoracic-surgery',
  'Surgery-Thoracic': 'cardiothoracic-surgery',
  Gastroenterology: 'gastroenterology',
  'Surgery-Vascular': 'vascular-surgery',
  'Surgery-Neuro': 'neurosurgery',
  PhysicalMedicineandRehabilitation: 'rehabilitation',
  Oncology: 'oncology',
  'Hematology/Oncology': 'oncology',
  Hematology: 'oncology',
};

/** Half of the stays have none: it is unknown then, not another one. */
export const attendingSpecialty = (name: string | undefined): string | undefined =>
  name ? (SPECIALTIES[name] ?? 'other') : undefined;

/** Every specialty but `other`. */
export const ATTENDING_SPECIALTIES: readonly string[] = [...new Set(Object.values(SPECIALTIES))];
