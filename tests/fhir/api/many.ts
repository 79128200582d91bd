import { provenance, risk } from '../../store/resources.ts';

const DATES = ['2026-01-05', '2026-03-05', '2026-02-05', '2026-05-05', '2026-04-05'];

/** `r0` … `r4` of patient `many`, each with a Provenance and all by one Device. */
export const many = DATES.flatMap((occurrenceDateTime, i) => [
  risk(`r${i}`, {
    occurrenceDateTime,
    subject: { reference: 'Patient/many' },
    performer: { reference: 'Device/model' },
  }),
  provenance(`p${i}`, { target: [{ reference: `RiskAssessment/r${i}` }] }),
]);
