const VARIABLES = {
  PostgreSQL: 'KAIROS_TEST_POSTGRES_URL',
  Orthanc: 'KAIROS_TEST_ORTHANC_URL',
  Chromium: 'KAIROS_TEST_CHROMIUM',
} as const;

/**
 * Where scripts/services.sh put a service: an address, or a path for Chromium.
 * @throws Error when it was not started: these tests fail rather than skip what they are for
 */
export function service(name: keyof typeof VARIABLES): string {
  const value = process.env[VARIABLES[name]];
  if (value) return value;
  throw new Error(
    `${VARIABLES[name]} is not set: run scripts/services.sh, which installs and starts ${name}`,
  );
}
