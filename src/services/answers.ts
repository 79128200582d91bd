import type { PendingWork } from '../cds-hooks/types.ts';
import { conceptOf } from '../chart/catalogue.ts';
import { isAnswer } from '../findings/answer.ts';
import type { Finding } from '../findings/finding.ts';
import { byImportance } from '../findings/importance.ts';
import type { NotEstimated, Wanting } from '../findings/not-estimated.ts';
import { answerName } from '../findings/sentences.ts';
import type { Answered } from '../findings/summary-card.ts';
import type { Manifest } from '../inference/manifest.ts';
import type { LoadedModel } from '../inference/registry.ts';
import type { Evidence } from '../kernel/evidence.ts';

/** What became of one model that was asked. */
export type Outcome = { readonly loaded: LoadedModel } & (
  | { readonly state: 'answered'; readonly finding: Finding }
  | { readonly state: 'failed' }
  | { readonly state: 'late'; readonly pending: PendingWork }
);

/** What the models of a service have to say, without those whose question another has answered better. */
export interface Said extends NotEstimated {
  /** The most important first. */
  readonly answered: readonly Answered[];
  /** The finding behind each of `wanting`. */
  readonly findings: ReadonlyMap<Wanting, Finding>;
}

/** A model that was not made for this person has nothing to say, nor one whose question another has answered. */
export function sort(outcomes: readonly Outcome[]): Said {
  const found = outcomes.flatMap((o) => (o.state === 'answered' ? [o.finding] : []));
  const answered = notSuperseded(
    found.flatMap((finding) => (isAnswer(finding.output) ? [{ finding, answer: finding.output }] : [])),
    ({ finding }) => finding.loaded.manifest,
  );
  const names = answered.map(({ finding }) => finding.loaded.manifest.name);
  const wanting = notSuperseded(found.flatMap(wantingOf), ([{ manifest }]) => manifest, names);
  const said = new Set(answered.map(({ finding }) => answerName(finding.loaded.manifest)));
  const unsaid = wanting.filter(([{ manifest }]) => !said.has(answerName(manifest)));
  const near = answered.length > 0 ? unsaid.filter(([want]) => isNear(want)) : nearest(unsaid);
  const broken = found.filter(({ output }) => output.kind === 'abstention' && output.reason === 'failed');
  const inState = (state: Outcome['state']) => outcomes.filter((o) => o.state === state).map(manifestOf);
  return {
    answered: answered.toSorted((a, b) => byImportance(a.answer, b.answer)),
    wanting: near.map(([want]) => want),
    findings: new Map(near),
    failed: [...inState('failed'), ...broken.map(manifestOf)],
    late: inState('late'),
  };
}

/** A model that lacks more than this was not meant for the occasion: its wants are not worth a clinician's second. */
const FEW = 2;

const isNear = ({ abstention }: Wanting): boolean => abstention.concepts.length <= FEW;

/** Where nothing was estimated, those that lack little, or all if none does. */
function nearest(wanting: readonly [Wanting, Finding][]): readonly [Wanting, Finding][] {
  const near = wanting.filter(([want]) => isNear(want));
  return near.length > 0 ? near : wanting;
}

const manifestOf = ({ loaded }: { readonly loaded: LoadedModel }): Manifest => loaded.manifest;

function wantingOf(finding: Finding): [Wanting, Finding][] {
  const { output, loaded } = finding;
  const isWanting = output.kind === 'abstention' && output.reason.startsWith('required-input');
  if (!isWanting || !isAsked(output.evidence)) return [];
  return [[{ manifest: loaded.manifest, abstention: output }, finding]];
}

/** Nobody asks for a model of whose own inputs nothing was ever measured or answered: age, sex and lists everybody has. */
function isAsked({ used, missing, unusable }: Evidence): boolean {
  const isOwn = (concept: string) => ['quantity', 'coded'].includes(conceptOf(concept).kind);
  return (
    used.some(({ concept, notRecorded }) => isOwn(concept) && !notRecorded) ||
    missing.some(({ reason }) => reason === 'none-in-window') ||
    unusable.length > 0
  );
}

/** Without those that name one of the same list, or of `names`, as answering the same better. */
function notSuperseded<T>(
  list: readonly T[],
  manifest: (item: T) => Manifest,
  names: readonly string[] = [],
): readonly T[] {
  const present = new Set([...names, ...list.map((item) => manifest(item).name)]);
  return list.filter((item) => !manifest(item).supersededBy.some((name) => present.has(name)));
}
