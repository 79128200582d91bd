import { createCdsHooks } from '../cds-hooks/handler.ts';
import type { FetchFhir } from '../cds-hooks/prefetch.ts';
import { createDemoEhr } from '../fhir/demo/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { FhirHandler } from '../kernel/fhir-http.ts';
import { describeDefect } from '../kernel/logger.ts';
import { ok } from '../kernel/result.ts';
import { warmUp as askModels, type WarmUp } from '../services/warm-up.ts';
import { demoResources } from './demo.ts';

/** An address that nothing is sent to. */
const EHR = 'http://demo.invalid';

const PATIENCE_MS = 10_000;

/** Enough for what is compiled to be compiled; more would only make the boot longer. */
const MOST_PATIENTS = 3;

/**
 * Makes the first call as quick as later ones, before the server listens: every model answers an example of its own, and
 * every service is called about demo patients through the same code as real calls. Nothing is stored.
 */
export async function warmUp(warming: WarmUp, clock: Clock): Promise<void> {
  await askModels(warming);
  await callServices(warming, clock).catch((cause: unknown) =>
    warming.log.warn({ error: describeDefect(cause) }, 'the warm-up calls at boot failed'),
  );
}

async function callServices({ services }: WarmUp, clock: Clock): Promise<void> {
  const resources = demoResources(clock, EHR);
  const cds = createCdsHooks({
    services,
    openFhirSession: () => fetchFrom(createDemoEhr({ resources, baseUrl: EHR })),
    record: async () => ok(undefined),
    finishLater: () => {},
    deadlineMs: PATIENCE_MS,
    clock,
  });
  const patients = (await resources()).filter((r) => r.resourceType === 'Patient').slice(0, MOST_PATIENTS);
  for (const patient of patients)
    for (const { id, hook } of services) await cds.call(id, callAbout(hook, String(patient.id)));
}

const fetchFrom =
  (ehr: FhirHandler): FetchFhir =>
  async ({ url }) =>
    ok((await ehr({ method: 'GET', url: `/${url}`, headers: {} })).body);

const callAbout = (hook: string, patientId: string) => ({
  hook,
  hookInstance: crypto.randomUUID(),
  fhirServer: EHR,
  context: { userId: 'Practitioner/demo', patientId, encounterId: `${patientId}-encounter` },
});
