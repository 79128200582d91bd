/** Cards as an EHR shows them. Text is set as text; Markdown is rendered and then sanitised. */
import { marked } from './marked.js';
import DOMPurify from './purify.js';

const INDICATORS = { info: 'Information', warning: 'Warning', critical: 'Critical' };

/** Structure and links only: no images (they call out), no forms, no styles. */
const ALLOWED = {
  ALLOWED_TAGS:
    'a b blockquote br code del em h1 h2 h3 h4 hr i li ol p pre strong table tbody td th thead tr ul'.split(
      ' ',
    ),
  ALLOWED_ATTR: ['href', 'align'],
  ALLOWED_URI_REGEXP: /^https?:/i,
};

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== undefined));
  return node;
}

export function renderCards(cards) {
  if (cards.length === 0)
    return [
      element('p', { class: 'hint' }, 'No card: none of the models asked here is made for this patient.'),
    ];
  return cards.map(renderCard);
}

function renderCard(card) {
  const indicator = INDICATORS[card.indicator] ? card.indicator : 'info';
  return element(
    'article',
    { class: `card card-${indicator}` },
    element('p', { class: 'indicator' }, INDICATORS[indicator]),
    element('h3', {}, card.summary ?? ''),
    card.detail ? markdown(card.detail) : undefined,
    card.links?.length ? links(card.links) : undefined,
    source(card.source ?? {}),
    card.overrideReasons?.length ? overrides(card.overrideReasons) : undefined,
  );
}

function markdown(text) {
  const box = element('div', { class: 'markdown' });
  box.innerHTML = DOMPurify.sanitize(marked.parse(text, { async: false }), ALLOWED);
  for (const a of box.querySelectorAll('a')) openElsewhere(a);
  for (const table of box.querySelectorAll('table')) scrollable(table);
  return box;
}

/** A wide table scrolls inside its own box, by keyboard too. */
function scrollable(table) {
  const box = element('div', {
    class: 'scroll',
    role: 'region',
    tabindex: '0',
    'aria-label': 'Table of the card',
  });
  table.replaceWith(box);
  box.append(table);
}

function openElsewhere(a) {
  a.setAttribute('target', '_blank');
  a.setAttribute('rel', 'noopener noreferrer');
  return a;
}

function link(label, url) {
  return /^https?:\/\//i.test(url ?? '') ? openElsewhere(element('a', { href: url }, label)) : label;
}

const links = (list) =>
  element('p', { class: 'card-links' }, ...list.map(({ label, url }) => link(label, url)));

const source = ({ label = '', url }) =>
  element('p', { class: 'source' }, 'Source: ', url ? link(label, url) : label);

/** What an EHR offers when a clinician sets the card aside; there is no EHR here, so it is only shown. */
function overrides(reasons) {
  const options = reasons.map((reason) => element('option', {}, reason.display ?? reason.code));
  const select = element('select', { disabled: '' }, ...options);
  const label = element('label', { class: 'override' }, 'Reasons to set this card aside', select);
  return element(
    'div',
    {},
    label,
    element('p', { class: 'detail' }, 'An EHR sends the choice to the feedback endpoint.'),
  );
}
