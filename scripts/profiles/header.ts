/** What every conformance resource of Kairos says of itself. The date is that of the last change of their content. */
export const header = {
  version: '0.1.0',
  status: 'draft',
  experimental: true,
  date: '2026-11-24',
  publisher: 'Kairos',
} as const;
