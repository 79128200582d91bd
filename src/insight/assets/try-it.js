/** The try-it page: patients and services in, one hook call out, cards and the exchange shown. */
import { element, renderCards } from './cards.js';
import { curlCommand, fireHook, hookRequest, loadPatients, loadServices, withPrefetch } from './exchange.js';
import { enableTabs } from './tabs.js';

const byId = (id) => document.getElementById(id);
const json = (value) => JSON.stringify(value, null, 2);
const say = (text) => {
  byId('status').textContent = text;
};

function ageOf(birthDate) {
  const [year, month = 1, day = 1] = (birthDate ?? '').split('-').map(Number);
  if (!year) return undefined;
  const now = new Date();
  const before = now.getMonth() + 1 < month || (now.getMonth() + 1 === month && now.getDate() < day);
  return now.getFullYear() - year - (before ? 1 : 0);
}

function nameOf({ name = [], id }) {
  const [first = {}] = name;
  return first.text || [...(first.given ?? []), first.family].filter(Boolean).join(' ') || id;
}

function patientChoice(patient, index) {
  const age = ageOf(patient.birthDate);
  const facts = [age === undefined ? undefined : `${age} years`, patient.gender].filter(Boolean).join(' · ');
  const input = element('input', { type: 'radio', name: 'patient', value: patient.id });
  input.checked = index === 0;
  return element(
    'label',
    { class: 'choice' },
    input,
    element('span', {}, nameOf(patient), element('span', { class: 'detail' }, facts)),
  );
}

async function start() {
  enableTabs(document.querySelector('[role=tablist]'));
  const [patients, services] = await Promise.all([loadPatients(), loadServices()]);
  byId('patients').replaceChildren(...patients.map(patientChoice));
  byId('service').replaceChildren(
    ...services.map((s) => element('option', { value: s.id }, s.title ?? s.id)),
  );
  byId('try-it').addEventListener('submit', (event) => {
    event.preventDefault();
    fire(services)
      .catch((error) => say(`The call failed: ${error.message}`))
      .finally(() => setBusy(false));
  });
  byId('fire').disabled = patients.length === 0 || services.length === 0;
  if (byId('fire').disabled) say('There is no demo patient or no service to call.');
}

function setBusy(busy) {
  byId('fire').disabled = busy;
  byId('cards').setAttribute('aria-busy', String(busy));
}

async function fire(services) {
  const form = new FormData(byId('try-it'));
  const service = services.find((s) => s.id === form.get('service'));
  setBusy(true);
  say('Asking…');
  const named = hookRequest(service, form.get('patient'), location.origin);
  const request = form.get('mode') === 'prefetch' ? await withPrefetch(named, service) : named;
  show(service, request, await fireHook(service, request));
}

function show(service, request, answer) {
  byId('request').textContent = `POST /cds-services/${service.id}\n\n${json(request)}`;
  byId('response').textContent = `HTTP ${answer.status} in ${answer.ms} ms\n\n${json(answer.body)}`;
  byId('curl').textContent = curlCommand(service, request, location.origin);
  const cards = answer.ok ? (answer.body.cards ?? []) : [];
  byId('cards').replaceChildren(...(answer.ok ? renderCards(cards) : [refusal(answer.body)]));
  say(
    answer.ok
      ? `${cards.length} ${cards.length === 1 ? 'card' : 'cards'} in ${answer.ms} ms`
      : `Refused with HTTP ${answer.status}`,
  );
}

const refusal = (body) =>
  element(
    'p',
    { class: 'banner' },
    body.issue?.map((i) => i.details?.text ?? i.diagnostics ?? i.code).join('; ') ??
      'The server gave no reason.',
  );

start().catch((error) => say(`The page could not start: ${error.message}`));
