import { conceptOf } from '../chart/catalogue.ts';
import { formatDate, formatDateTime, formatValue } from '../chart/wording.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { Contribution } from '../inference/prediction.ts';
import type { UsedInput } from '../kernel/evidence.ts';
import type { Answer } from './answer.ts';
import { escapeMarkdown } from './markdown.ts';
import { pointsWords } from './percent.ts';
import { scoreEffect, scoreUnit } from './score-words.ts';
import { capitalise } from './sentences.ts';

const FEWEST_DRIVERS = 3;

/** Below this share of the largest effect an input is not worth a clinician's second. */
const MINOR = 0.1;

/** A Markdown table of the inputs that move the answer most; empty where nothing is known of them. */
export function driversTable(answer: Answer, manifest: Manifest, most: number): string {
  const rows = driversOf(answer, most).map(({ concept, effect }) => {
    const used = answer.evidence.used.find((u) => u.concept === concept);
    const size = effectWords(effect, answer, manifest);
    return `| ${capitalise(conceptOf(concept).label)} | ${used ? valueAndDate(used, isOfHours(concept, manifest)) : ''} | ${size} |`;
  });
  if (rows.length === 0) return '';
  const unit = unitOf(answer, manifest);
  const effect = unit ? `Effect, ${unit}` : 'Effect';
  return [`| What drives it | Value | ${effect} |`, '|---|---|---|', ...rows].join('\n');
}

/** "Age ▲ +3.1, albumin ▼ −1.2 points": the table as a line; empty where nothing is known of the inputs. */
export function driversLine(answer: Answer, manifest: Manifest): string {
  const drivers = driversOf(answer, FEWEST_DRIVERS).map(
    ({ concept, effect }) => `${conceptOf(concept).label} ${effectWords(effect, answer, manifest)}`,
  );
  if (drivers.length === 0) return '';
  return capitalise([drivers.join(', '), unitOf(answer, manifest)].filter(Boolean).join(' '));
}

const effectWords = (effect: number, { kind }: Answer, manifest: Manifest): string =>
  kind === 'score' ? scoreEffect(effect, manifest) : pointsWords(effect);

const unitOf = ({ kind }: Answer, manifest: Manifest): string =>
  kind === 'score' ? scoreUnit(manifest) : 'points';

/** The few inputs with the largest effect, measured ones only: an imputed value says nothing of this patient. */
function driversOf({ contributions }: Answer, most: number): readonly Contribution[] {
  const measured = contributions
    .filter((c) => !c.imputed && c.effect !== 0)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const largest = Math.abs(measured[0]?.effect ?? 0);
  return measured
    .slice(0, most)
    .filter((c, i) => i < FEWEST_DRIVERS || Math.abs(c.effect) >= MINOR * largest);
}

/** Of an input whose window or age is counted in hours, the time of day matters. */
const isOfHours = (concept: string, { inputs }: Manifest): boolean =>
  inputs.some((i) => i.concept === concept && [i.window, i.stale].some((span) => span?.includes('T')));

/** "1.90 mg/dL · 12 Nov 2026"; for a series its latest value and how many there are. */
const valueAndDate = (used: UsedInput, isOfHours: boolean): string =>
  [
    escapeMarkdown(formatValue(used)),
    used.date ? (isOfHours ? formatDateTime : formatDate)(used.date) : '',
    used.notRecorded ? 'not recorded' : '',
    used.count !== undefined && used.count > 1 ? `latest of ${used.count}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
