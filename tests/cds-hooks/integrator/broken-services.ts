import type { Answers } from './good-service.ts';

/** What is wrong, the number of the rule it breaks, and where; the rest of the service is good. */
export type Broken = readonly [what: string, rule: number, path: string, spoil: (answers: Answers) => void];

type Members = Record<string, unknown>;

const service = ({ discovery }: Answers): Members => discovery.services[0]!;
const prefetch = (a: Answers): Members => service(a).prefetch as Members;
const card = ({ response }: Answers): Members => response.cards[0]!;
const source = (a: Answers): Members => card(a).source as Members;
const first = (a: Answers, list: string): Members => (card(a)[list] as Members[])[0]!;
const action = (a: Answers, i: number): Members => (first(a, 'suggestions').actions as Members[])[i]!;
const systemAction = ({ response }: Answers): Members => response.systemActions[0]!;

const CARD = 'response.cards[0]';
const SERVICE = 'discovery.services[0]';
const SUGGESTION = `${CARD}.suggestions[0]`;

/** Sets members; `undefined` leaves them out of the JSON. */
const set = (members: Members) => (target: Members) => void Object.assign(target, members);

export const BROKEN: readonly Broken[] = [
  ['a null', 2, `${CARD}.detail`, (a) => set({ detail: null })(card(a))],
  ['an empty text', 2, `${CARD}.summary`, (a) => set({ summary: '' })(card(a))],
  ['an empty list', 2, `${CARD}.links`, (a) => set({ links: [] })(card(a))],
  ['an empty object', 2, `${CARD}.extension`, (a) => set({ extension: {} })(card(a))],
  ['no list of services', 3, 'discovery.services', (a) => set({ services: undefined })(a.discovery)],
  ['services as an object', 3, 'discovery.services', (a) => set({ services: { a: 1 } })(a.discovery)],
  ['a service without id', 4, 'discovery.services[1].id', (a) => void delete a.discovery.services[1]!.id],
  [
    'a service without hook',
    4,
    'discovery.services[1].hook',
    (a) => void delete a.discovery.services[1]!.hook,
  ],
  ['a service without description', 4, `${SERVICE}.description`, (a) => void delete service(a).description],
  [
    'a template that is no text',
    4,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: { query: 'x' } })(prefetch(a)),
  ],
  ['prefetch as a list', 4, `${SERVICE}.prefetch`, (a) => set({ prefetch: ['Patient/1'] })(service(a))],
  [
    'an id twice under a hook',
    5,
    'discovery.services[1].id',
    (a) => set({ hook: 'patient-view' })(a.discovery.services[1]!),
  ],
  [
    'a token below the root',
    8,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'Observation?x={{context.draftOrders.id}}' })(prefetch(a)),
  ],
  [
    'a token of another hook',
    8,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'Task/{{context.performer}}' })(prefetch(a)),
  ],
  [
    'a token that is not closed',
    8,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'Patient/{{context.patientId' })(prefetch(a)),
  ],
  ['no cards', 14, 'response.cards', (a) => set({ cards: undefined })(a.response)],
  ['cards as an object', 14, 'response.cards', (a) => set({ cards: { a: 1 } })(a.response)],
  ['no summary', 15, `${CARD}.summary`, (a) => void delete card(a).summary],
  ['a summary of 140 characters', 15, `${CARD}.summary`, (a) => set({ summary: '🫀'.repeat(140) })(card(a))],
  ['an unknown indicator', 15, `${CARD}.indicator`, (a) => set({ indicator: 'hard-stop' })(card(a))],
  ['no source', 15, `${CARD}.source`, (a) => void delete card(a).source],
  ['a source without label', 15, `${CARD}.source.label`, (a) => void delete source(a).label],
  [
    'two cards with one uuid',
    15,
    'response.cards[1].uuid',
    (a) =>
      void a.response.cards.push({
        uuid: card(a).uuid,
        summary: 'Twin',
        indicator: 'info',
        source: { label: 'x' },
      }),
  ],
  ['a relative source.url', 16, `${CARD}.source.url`, (a) => set({ url: '/renal' })(source(a))],
  ['a relative icon', 16, `${CARD}.source.icon`, (a) => set({ icon: 'renal.png' })(source(a))],
  [
    'a topic without system',
    16,
    `${CARD}.source.topic.system`,
    (a) => void delete (source(a).topic as Members).system,
  ],
  ['no selectionBehavior', 17, `${CARD}.selectionBehavior`, (a) => void delete card(a).selectionBehavior],
  [
    'an unknown selectionBehavior',
    17,
    `${CARD}.selectionBehavior`,
    (a) => set({ selectionBehavior: 'all' })(card(a)),
  ],
  ['a suggestion without label', 17, `${SUGGESTION}.label`, (a) => void delete first(a, 'suggestions').label],
  [
    'two recommended of at most one',
    17,
    `${CARD}.suggestions`,
    (a) => set({ isRecommended: true })((card(a).suggestions as Members[])[1]!),
  ],
  [
    'isRecommended as text',
    17,
    `${SUGGESTION}.isRecommended`,
    (a) => set({ isRecommended: 'yes' })(first(a, 'suggestions')),
  ],
  [
    'two suggestions with one uuid',
    17,
    `${CARD}.suggestions[1].uuid`,
    (a) => set({ uuid: first(a, 'suggestions').uuid })((card(a).suggestions as Members[])[1]!),
  ],
  ['an unknown action', 19, `${SUGGESTION}.actions[0].type`, (a) => set({ type: 'patch' })(action(a, 0))],
  [
    'an action without description',
    19,
    `${SUGGESTION}.actions[0].description`,
    (a) => void delete action(a, 0).description,
  ],
  [
    'a create without resource',
    19,
    `${SUGGESTION}.actions[0].resource`,
    (a) => void delete action(a, 0).resource,
  ],
  [
    'an update of part of a resource',
    19,
    `${SUGGESTION}.actions[0].resource`,
    (a) => set({ type: 'update', resource: { resourceType: 'ServiceRequest', id: '1' } })(action(a, 0)),
  ],
  [
    'a delete of nothing',
    19,
    `${SUGGESTION}.actions[1].resourceId`,
    (a) => void delete action(a, 1).resourceId,
  ],
  [
    'an override reason without display',
    20,
    `${CARD}.overrideReasons[0].display`,
    (a) => void delete first(a, 'overrideReasons').display,
  ],
  [
    'an override reason without system',
    20,
    `${CARD}.overrideReasons[0].system`,
    (a) => void delete first(a, 'overrideReasons').system,
  ],
  ['a link without label', 21, `${CARD}.links[0].label`, (a) => void delete first(a, 'links').label],
  ['a relative link', 21, `${CARD}.links[0].url`, (a) => set({ url: '/guideline' })(first(a, 'links'))],
  [
    'a link that runs a script',
    21,
    `${CARD}.links[0].url`,
    (a) => set({ url: 'javascript:alert(1)' })(first(a, 'links')),
  ],
  ['an unknown link type', 21, `${CARD}.links[0].type`, (a) => set({ type: 'relative' })(first(a, 'links'))],
  [
    'appContext on an absolute link',
    21,
    `${CARD}.links[0].appContext`,
    (a) => set({ appContext: 'x' })(first(a, 'links')),
  ],
  [
    'an unknown system action',
    22,
    'response.systemActions[0].type',
    (a) => set({ type: 'patch' })(systemAction(a)),
  ],
  [
    'an update by a system action without id',
    22,
    'response.systemActions[0].resource.id',
    (a) => void delete (systemAction(a).resource as Members).id,
  ],
  [
    'an extension as FHIR has it',
    27,
    `${CARD}.extension`,
    (a) => set({ extension: [{ url: 'x' }] })(card(a)),
  ],
];

/** The same for what is only SHOULD. */
export const UNWISE: readonly Broken[] = [
  ['no title', 4, `${SERVICE}.title`, (a) => void delete service(a).title],
  ['a version that is none', 4, `${SERVICE}.version`, (a) => set({ version: 'two' })(service(a))],
  [
    '_include',
    10,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'Observation?_include=Observation:subject' })(prefetch(a)),
  ],
  [
    'a chained parameter',
    10,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'Observation?patient.name=x' })(prefetch(a)),
  ],
  [
    'a modifier',
    10,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'Observation?sort:desc=date' })(prefetch(a)),
  ],
  [
    'an absolute template',
    10,
    `${SERVICE}.prefetch.labs`,
    (a) => set({ labs: 'https://example.org/Observation' })(prefetch(a)),
  ],
  ['HTML', 15, `${CARD}.detail`, (a) => set({ detail: 'See <b>this</b>' })(card(a))],
  ['a uuid of another form', 15, `${CARD}.uuid`, (a) => set({ uuid: 'card-1' })(card(a))],
  [
    'actionSelectionBehavior',
    18,
    `${SUGGESTION}.actionSelectionBehavior`,
    (a) => set({ actionSelectionBehavior: 'any' })(first(a, 'suggestions')),
  ],
  [
    'a delete by resource',
    19,
    `${SUGGESTION}.actions[1].resourceId`,
    (a) => set({ resourceId: undefined, resource: { resourceType: 'Task', id: '1' } })(action(a, 1)),
  ],
  [
    'a system action without description',
    22,
    'response.systemActions[0].description',
    (a) => void delete systemAction(a).description,
  ],
  [
    'an extension key without domain',
    27,
    `${CARD}.extension.score`,
    (a) => set({ extension: { score: 1 } })(card(a)),
  ],
];
