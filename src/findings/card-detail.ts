import { conceptOf } from '../chart/catalogue.ts';
import { formatDate, formatValue, whyMissing, whyUnusable } from '../chart/wording.ts';
import type { Abstention, Contribution, ModelOutput, Prediction } from '../inference/prediction.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { UsedInput } from '../kernel/evidence.ts';
import { escapeMarkdown } from './markdown.ts';
import { headlineFigure } from './metrics.ts';
import { frequencyWords, intervalWords, pointsWords } from './percent.ts';
import { yearsOf } from './sentences.ts';

const MOST_DRIVERS = 5;
const FEWEST_DRIVERS = 3;

/** Below this share of the largest effect an input is not worth a clinician's second. */
const MINOR = 0.1;

/** GitHub-flavoured Markdown: the statement, what drives it, what was not there, the small print. */
export function predictionDetail(p: Prediction, loaded: LoadedModel, modelUrl: string): string {
  return [
    statement(p, loaded),
    driversTable(p),
    gaps(p),
    ...p.cautions.map(escapeMarkdown),
    smallPrint(p, loaded, modelUrl),
  ]
    .filter(Boolean)
    .join('\n\n');
}

export function abstentionDetail(a: Abstention, loaded: LoadedModel, modelUrl: string): string {
  const needed = a.reason.startsWith('required-input')
    ? `Needed for an estimate: ${a.concepts.map(label).join(', ')}.`
    : 'The model was not made for this situation.';
  return [needed, gaps(a), smallPrint(a, loaded, modelUrl)].filter(Boolean).join('\n\n');
}

function statement(p: Prediction, { manifest }: LoadedModel): string {
  const { low, high, level } = p.interval;
  const who = p.comparison?.group.split(' ')[0] ?? 'people';
  const risk = `**${frequencyWords(p.probability)}** ${who} with these values ${manifest.wording.verb} within ${yearsOf(p.horizon)}`;
  const interval = `(${Math.round(level * 100)}% interval ${intervalWords(low, high)})`;
  const group = p.comparison
    ? ` Among all ${p.comparison.group}: **${frequencyWords(p.comparison.probability)}**.`
    : '';
  return `${risk} ${interval}.${group}`;
}

function driversTable(p: Prediction): string {
  const rows = driversOf(p).map((c) => {
    const used = p.evidence.used.find((u) => u.concept === c.concept);
    return `| ${capitalise(label(c.concept))} | ${used ? valueAndDate(used) : 'not available, estimated'} | ${pointsWords(c.effect)} |`;
  });
  if (rows.length === 0) return '';
  return ['| What drives it | Value | Effect, points |', '|---|---|---|', ...rows].join('\n');
}

/** The three to five inputs with the largest effect, measured ones only: an imputed value says nothing of this patient. */
function driversOf(p: Prediction): readonly Contribution[] {
  const measured = p.contributions
    .filter((c) => !c.imputed)
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const largest = Math.abs(measured[0]?.effect ?? 0);
  return measured
    .slice(0, MOST_DRIVERS)
    .filter((c, i) => i < FEWEST_DRIVERS || Math.abs(c.effect) >= MINOR * largest);
}

const valueAndDate = (used: UsedInput): string =>
  [escapeMarkdown(formatValue(used)), used.date ? formatDate(used.date) : ''].filter(Boolean).join(' · ');

/** What was looked for and not found, not usable, or old: one line each. */
function gaps({ evidence }: ModelOutput): string {
  const missing = evidence.missing.map((m) => `${label(m.concept)} (${whyMissing(m)})`);
  const unusable = evidence.unusable.map((u) => `${label(u.concept)} (${whyUnusable(u)})`);
  const stale = staleGroups(evidence.used);
  return [
    missing.length > 0 ? `Not available: ${missing.join(', ')}.` : '',
    unusable.length > 0 ? `Left out: ${unusable.join(', ')}.` : '',
    stale.length > 0 ? `Old: ${stale.join('; ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** "albumin, creatinine (7 months)": what is equally old together. */
function staleGroups(used: readonly UsedInput[]): string[] {
  const stale = used.flatMap(({ concept, staleDays }) =>
    staleDays === undefined ? [] : [{ concept, age: ageWords(staleDays) }],
  );
  const byAge = Map.groupBy(stale, ({ age }) => age);
  return [...byAge].map(
    ([age, group]) => `${group.map(({ concept }) => label(concept)).join(', ')} (${age})`,
  );
}

function ageWords(days: number): string {
  const months = Math.floor(days / 30.4375);
  return months >= 1 ? `${months} month${months === 1 ? '' : 's'}` : `${Math.floor(days)} days`;
}

function smallPrint({ model }: ModelOutput, { manifest, metrics }: LoadedModel, modelUrl: string): string {
  const figure = headlineFigure(metrics);
  const notFor = manifest.intendedUse.outOfScope
    .slice(0, 2)
    .map((s) => s.replace(/\.$/, ''))
    .join('; ');
  const sentences = [`${model.name} ${model.version}${figure ? `: ${figure}` : ''}`, `Not for: ${notFor}`];
  return `_Research use. ${sentences.join('. ')}. [How it works and when not to use it](${modelUrl})_`;
}

const label = (concept: string): string => conceptOf(concept).label;

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
