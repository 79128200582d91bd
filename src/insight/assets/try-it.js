/** The try-it page: patients and services in, one hook call out, cards and the exchange shown. */
import { element, renderCards } from './cards.js';
import {
  curlCommand,
  fireHook,
  HOOKS,
  hookRequest,
  isMadeUp,
  isPossible,
  loadPatients,
  loadServices,
  pictureOf,
  usualHook,
  withPrefetch,
} from './exchange.js';
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

function patientChoice(person) {
  const { patient } = person;
  const age = ageOf(patient.birthDate);
  const facts = [age === undefined ? undefined : `${age} years`, patient.gender].filter(Boolean).join(' · ');
  const picture = pictureOf(person);
  return element(
    'label',
    { class: 'choice' },
    element('input', { type: 'radio', name: 'patient', value: patient.id }),
    element(
      'span',
      {},
      nameOf(patient),
      element('span', { class: 'detail' }, facts),
      picture ? element('span', { class: 'picture' }, picture) : undefined,
    ),
  );
}

/** Made-up people first: there is one for each kind of model. */
const KINDS = [
  ['Made-up people', isMadeUp],
  ['Real, de-identified survey participants', (person) => !isMadeUp(person)],
];

function patientChoices(people) {
  return KINDS.map(([title, isOfKind]) => [title, people.filter(isOfKind)])
    .filter(([, members]) => members.length > 0)
    .flatMap(([title, members]) => [element('p', { class: 'kind' }, title), ...members.map(patientChoice)]);
}

async function start() {
  enableTabs(document.querySelector('[role=tablist]'));
  const [people, services] = await Promise.all([loadPatients(), loadServices()]);
  byId('patients').replaceChildren(...patientChoices(people));
  const first = byId('patients').querySelector('input');
  if (first) first.checked = true;
  const chosen = () => people.find(({ patient }) => patient.id === form().get('patient'));
  byId('patients').addEventListener('change', () => offer(services, chosen()));
  byId('try-it').addEventListener('submit', (event) => {
    event.preventDefault();
    fire(services, chosen())
      .catch((error) => say(`The call failed: ${error.message}`))
      .finally(() => setBusy(false));
  });
  byId('fire').disabled = people.length === 0 || services.length === 0;
  if (byId('fire').disabled) return say('There is no demo patient or no service to call.');
  offer(services, chosen());
}

const form = () => new FormData(byId('try-it'));

/** What happens; where several services answer the same, what this one says of it. */
const labelOf = (service, services) =>
  services.some((other) => other !== service && other.hook === service.hook)
    ? service.title
    : HOOKS[service.hook];

/** The services that could be called about somebody, the one that an EHR would call now chosen. */
function offer(services, person) {
  const usual = usualHook(person);
  const options = services.map((service) => {
    const option = element(
      'option',
      { value: service.id },
      isPossible(service, person) ? labelOf(service, services) : `${HOOKS[service.hook]}: no stay`,
    );
    option.disabled = !isPossible(service, person);
    option.selected = service.hook === usual;
    return option;
  });
  byId('service').replaceChildren(...options);
  forget();
}

/** What is shown was said of somebody else. */
function forget() {
  byId('cards').replaceChildren();
  byId('request').textContent = 'Fire the hook to see the request.';
  byId('response').textContent = 'No response yet.';
  byId('curl').textContent = 'No command yet.';
  say('Fire the hook to see the cards.');
}

function setBusy(busy) {
  byId('fire').disabled = busy;
  byId('cards').setAttribute('aria-busy', String(busy));
}

async function fire(services, { patient, encounter }) {
  const asked = form();
  const service = services.find((s) => s.id === asked.get('service'));
  setBusy(true);
  say('Asking…');
  const named = hookRequest(service, patient.id, location.origin, encounter?.id);
  const request = asked.get('mode') === 'prefetch' ? await withPrefetch(named, service) : named;
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
