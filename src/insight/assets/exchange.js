/** The hook call: what is asked of the demo EHR, what is sent to Kairos, and the same as a command. */

export const EHR_PATH = '/demo/fhir';

/** JSON of an address of this server; anything but a 2xx is an error with the server's own words. */
export async function getJson(path) {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${path.split('?')[0]} answered ${response.status}`);
  return response.json();
}

export async function loadPatients() {
  const bundle = await getJson(`${EHR_PATH}/Patient?_count=50`);
  return (bundle.entry ?? []).map((entry) => entry.resource);
}

/** Only services that fire when a record is opened: others need a draft order. */
export async function loadServices() {
  const { services } = await getJson('/cds-services');
  return services.filter((service) => service.hook === 'patient-view');
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

/** The request as an EHR would send it, naming its FHIR server. */
export function hookRequest(service, patientId, origin) {
  return {
    hook: service.hook,
    hookInstance: uuid(),
    fhirServer: `${origin}${EHR_PATH}`,
    context: { userId: 'Practitioner/demo', patientId },
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
