import type { Manifest } from '../../../inference/manifest.ts';
import type { LoadedModel } from '../../../inference/registry.ts';
import { linearSchema } from '../../../inference/runtimes/linear.ts';
import { durationDays } from '../../../kernel/clock.ts';
import { unwrap } from '../../../kernel/result.ts';
import { shareOf } from '../../../kernel/wilson.ts';
import type { Scored } from '../../../statistics/metrics.ts';
import { type Cohort, subset } from '../cohort.ts';
import { openPrognosisModel, type PrognosisModel } from '../index.ts';
import { bareRisks } from '../learners/cox.ts';
import { chartOf } from '../training/through-chart.ts';
import { AGE_SEX_WEIGHTS } from '../training/train.ts';
import { type Report, type ReportOptions, reportOn } from './report.ts';

/** A report on data the model never saw, with who it declined to score. */
export interface Evaluation extends Report {
  readonly model: string;
  readonly version: string;
  readonly data: { readonly sha256: string; readonly n: number; readonly scored: number };
  readonly abstained: number;
  /** Reason → number of people. */
  readonly abstentions: Readonly<Record<string, number>>;
}

const RESAMPLES = 400;
const DAYS_PER_YEAR = 365.25;
const DAYS_PER_MONTH = DAYS_PER_YEAR / 12;

/** Every person goes through the chart and the served model: what is measured is what is served. */
export function evaluateModel(
  loaded: LoadedModel,
  { cohort, sha256 }: { readonly cohort: Cohort; readonly sha256: string },
  options: { readonly seed: number; readonly onProgress?: (done: number, total: number) => void },
): Evaluation {
  const model = unwrap(openPrognosisModel(loaded));
  const { rows, scored, abstentions } = scoreAll(model, cohort);
  const people = subset(cohort, rows);
  const { onProgress } = options;
  const report = reportOn(people, scored, {
    ...horizonOf(loaded.manifest),
    comparators: comparatorsFor(loaded, people),
    resamples: RESAMPLES,
    seed: options.seed,
    ...(onProgress ? { onProgress: (done: number) => onProgress(done, RESAMPLES) } : {}),
  });
  const n = cohort.ids.length;
  const abstained = n - rows.length;
  const { name, version } = loaded.manifest;
  return {
    model: name,
    version,
    data: { sha256, n, scored: rows.length },
    abstained,
    abstentions,
    ...report,
    metrics: { ...report.metrics, abstained: { value: abstained, ci95: countInterval(abstained, n) } },
  };
}

interface Answers {
  /** The people whom the model answered for. */
  readonly rows: readonly number[];
  readonly scored: Required<Scored>;
  readonly abstentions: Readonly<Record<string, number>>;
}

/** What the served model says of each person, or why it says nothing. */
function scoreAll(model: PrognosisModel, cohort: Cohort): Answers {
  const abstentions: Record<string, number> = {};
  const rows: number[] = [];
  const [risk, low, high]: [number[], number[], number[]] = [[], [], []];
  for (const row of cohort.ids.keys()) {
    const output = model.predict(chartOf(cohort, row));
    if (output.kind === 'score') throw new TypeError('a cohort model answers with a probability');
    if (output.kind === 'prediction') {
      const { probability, interval } = output;
      rows.push(row);
      risk.push(probability);
      low.push(interval?.low ?? probability);
      high.push(interval?.high ?? probability);
      continue;
    }
    const reason = `${output.reason}: ${output.concepts.join(', ')}`;
    abstentions[reason] = (abstentions[reason] ?? 0) + 1;
  }
  const risks = Float64Array.from(risk);
  return {
    rows,
    scored: { score: risks, risk: risks, low: Float64Array.from(low), high: Float64Array.from(high) },
    abstentions,
  };
}

/** Follow-up is in months; metrics at the horizon carry its years. */
export function horizonOf(manifest: Manifest): Pick<ReportOptions, 'horizon' | 'suffix'> {
  const days = durationDays(manifest.outcome.horizon ?? 'P0D');
  return { horizon: Math.round(days / DAYS_PER_MONTH), suffix: `${Math.round(days / DAYS_PER_YEAR)}y` };
}

/** Age and sex alone, by the model's own training people, and the published scores that came with the data. */
export function comparatorsFor({ artifacts }: LoadedModel, people: Cohort): Map<string, Scored> {
  const published = [...people.scores].map(([name, score]) => [name, { score }] as const);
  const file = artifacts.get(AGE_SEX_WEIGHTS);
  if (!file) return new Map(published);
  const weights = linearSchema.parse(JSON.parse(file.toString('utf8')));
  const { risk } = bareRisks(weights, people);
  return new Map<string, Scored>([['ageSex', { score: risk, risk }], ...published]);
}

/** Wilson's interval for a share, as a count. */
function countInterval(count: number, n: number): [number, number] {
  const [low, high] = shareOf(count, n)?.ci95 ?? [0, 0];
  return [Math.round(low * n), Math.round(high * n)];
}
