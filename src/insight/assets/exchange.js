/** The hook call: what is asked of the demo EHR, what is sent to Kairos, and the same as a command. */

export const EHR_PATH = '/demo/fhir';

/** JSON of an address of this server; anything but a 2xx is an error with the server's own words. */
export async function getJson(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${path.split('?')[0]} answered ${response.status}`);
  return response.json();
}

/** The people of the demo EHR, each with the stay that they are in and what the record says is wrong with them. */
export async function loadPatients() {
  const search = (query) => resourcesOf(`${EHR_PATH}/${query}`);
  const [patients, encounters, conditions] = await Promise.all([
    search('Patient?_count=100'),
    search('Encounter?status=in-progress&_count=100'),
    search('Condition?clinical-status=active&_count=500'),
  ]);
  const isOf =
    ({ id }) =>
    ({ subject }) =>
      subject?.reference === `Patient/${id}`;
  return patients.map((patient) => ({
    patient,
    encounter: encounters.find(isOf(patient)),
    conditions: conditions.filter(isOf(patient)),
  }));
}

const resourcesOf = async (path) => ((await getJson(path)).entry ?? []).map((entry) => entry.resource);

/** Whether somebody is made up; the others are participants of a survey. */
export const isMadeUp = ({ patient }) => (patient.meta?.tag ?? []).some(({ code }) => code === 'made-up');

/** Why somebody is here, or what is wrong with them. */
export function pictureOf({ encounter, conditions }) {
  const reason = encounter?.reasonCode?.[0]?.text;
  return reason ?? conditions.map((c) => c.code?.text ?? c.code?.coding?.[0]?.display).join(' · ');
}

/** Hook → when an EHR fires it, in a few words. Others need a draft order, which there is none of here. */
export const HOOKS = {
  'patient-view': 'Record opened',
  'encounter-start': 'Visit or stay begins',
  'encounter-discharge': 'Leaving hospital',
};

export async function loadServices() {
  const { services } = await getJson('/cds-services');
  return services.filter((service) => Object.hasOwn(HOOKS, service.hook));
}

/** Without a stay there is none that could begin or end. */
export const isPossible = ({ hook }, { encounter }) => hook === 'patient-view' || encounter !== undefined;

const NEW_STAY_MS = 24 * 3_600_000;

/** The hook that an EHR would fire about now. */
export function usualHook({ encounter }, now = Date.now()) {
  if (!encounter) return 'patient-view';
  if (encounter.hospitalization?.dischargeDisposition) return 'encounter-discharge';
  const isNew = now - Date.parse(encounter.period?.start) < NEW_STAY_MS;
  return isNew ? 'encounter-start' : 'patient-view';
}

/** A version 4 UUID that also works where `crypto.randomUUID` does not (plain HTTP off loopback). */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A prefetch template with its context tokens filled in. */
export const fillTemplate = (template, context) =>
  template.replace(/\{\{context\.(\w+)\}\}/g, (_, field) => encodeURIComponent(context[field] ?? ''));

/** The request as an EHR would send it, naming its FHIR server, and the stay where there is one. */
export function hookRequest(service, patientId, origin, encounterId) {
  return {
    hook: service.hook,
    hookInstance: uuid(),
    fhirServer: `${origin}${EHR_PATH}`,
    context: { userId: 'Practitioner/demo', patientId, ...(encounterId ? { encounterId } : {}) },
  };
}

/** The same request with the data in it and no FHIR server to ask. */
export async function withPrefetch({ fhirServer: _, ...request }, service, fetchJson = getJson) {
  const keys = Object.entries(service.prefetch ?? {});
  const values = await Promise.all(
    keys.map(([, template]) => fetchJson(`${EHR_PATH}/${fillTemplate(template, request.context)}`)),
  );
  return { ...request, prefetch: Object.fromEntries(keys.map(([key], i) => [key, values[i]])) };
}

/** Sends the request; the time is what the browser waited. */
export async function fireHook(service, request) {
  const started = performance.now();
  const response = await fetch(`/cds-services/${encodeURIComponent(service.id)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(request),
  });
  const text = await response.text();
  const ms = Math.round(performance.now() - started);
  return { ok: response.ok, status: response.status, ms, body: parse(text) };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}

const INLINE_LIMIT = 2000;

/** The call as a command for a POSIX shell; a large body is read from a file. */
export function curlCommand(service, request, origin) {
  const body = JSON.stringify(request);
  const inline = body.length <= INLINE_LIMIT;
  const data = inline ? quote(body) : '@request.json';
  const lines = [
    `curl -s ${quote(`${origin}/cds-services/${encodeURIComponent(service.id)}`)}`,
    `  -H 'Content-Type: application/json'`,
    `  --data ${data}`,
  ];
  const note = inline ? '' : '# save the Request tab as request.json first\n';
  return note + lines.join(' \\\n');
}

const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
