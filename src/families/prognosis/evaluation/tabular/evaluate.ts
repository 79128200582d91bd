import { selectInputs } from '../../../../chart/select.ts';
import type { Manifest } from '../../../../inference/manifest.ts';
import type { LoadedModel } from '../../../../inference/registry.ts';
import { unwrap } from '../../../../kernel/result.ts';
import { shareOf } from '../../../../kernel/wilson.ts';
import { abstentionOn } from '../../serve/abstention.ts';
import { type BlendEngine, openBlendEngine } from '../../serve/blend-engine.ts';
import { chartOfRow } from '../../training/charted.ts';
import type { TabularData, TabularRecipe } from '../../training/tabular.ts';
import { outcomeAt } from '../../training/task.ts';
import type { Evaluation } from '../evaluate.ts';
import { type Answered, type TabularReport, tabularReport } from './report.ts';
import { scoredRows } from './scored-rows.ts';

export type TabularEvaluation = Evaluation & TabularReport;

const RESAMPLES = 400;
/** Of large data sets fewer say the same. */
const FEWER_RESAMPLES = 100;
const LARGE = 30_000;

export const resamplesFor = (rows: number): number => (rows > LARGE ? FEWER_RESAMPLES : RESAMPLES);

/** What the model said of each row: risks by outcome, NaN where it abstained; and why it did. */
interface Answers {
  readonly rows: Int32Array;
  readonly byOutcome: ReadonlyMap<string, Required<Pick<Answered, 'risk' | 'low' | 'high'>>>;
  readonly abstentions: Readonly<Record<string, number>>;
}

/** Every row goes through the chart and the served model: what is measured is what is served. */
export function evaluateTabular(
  loaded: LoadedModel,
  recipe: TabularRecipe,
  data: TabularData,
  log: (line: string) => void,
): TabularEvaluation {
  const engine = unwrap(openBlendEngine(loaded.manifest, loaded.artifacts));
  const answers = scoreRows(engine, loaded.manifest, recipe, data, log);
  const { weights } = engine.blend;
  const report = tabularReport(
    scoredRows(
      data,
      answers.rows,
      recipe.outcomes.map((outcome) => {
        const decision = weights.outcomes[outcome.answers]?.decision;
        return {
          recipe: outcome,
          outcome: outcomeAt(data.outcomes.get(outcome.outcome)!, answers.rows),
          ...answers.byOutcome.get(outcome.answers)!,
          ...(decision === undefined ? {} : { decision }),
        };
      }),
    ),
    {
      resamples: resamplesFor(answers.rows.length),
      seed: recipe.seed,
      onProgress: (done) => {
        if (done % 50 === 0) log(`${done} bootstrap samples`);
      },
    },
  );
  return framed(loaded, data, answers, report);
}

function framed(
  { manifest }: LoadedModel,
  data: TabularData,
  { rows, abstentions }: Answers,
  report: TabularReport,
): TabularEvaluation {
  const n = data.ids.length;
  const abstained = n - rows.length;
  const [low, high] = shareOf(abstained, n)?.ci95 ?? [0, 0];
  return {
    model: manifest.name,
    version: manifest.version,
    data: { sha256: data.sha256, n, scored: rows.length },
    abstained,
    abstentions,
    ...report,
    metrics: { ...report.metrics, abstained: { value: abstained, ci95: [low * n, high * n] } },
  };
}

function scoreRows(
  engine: BlendEngine,
  manifest: Manifest,
  { outcomes }: TabularRecipe,
  data: TabularData,
  log: (line: string) => void,
): Answers {
  const rows: number[] = [];
  const scores = outcomes.map(() => ({ risk: [] as number[], low: [] as number[], high: [] as number[] }));
  const abstentions: Record<string, number> = {};
  for (let row = 0; row < data.ids.length; row++) {
    if ((row + 1) % 2_000 === 0) log(`scored ${row + 1} of ${data.ids.length}`);
    const chart = chartOfRow(data, row);
    const selection = selectInputs(chart, manifest.inputs);
    const found = abstentionOn(chart, selection, manifest) ?? engine.score(selection, chart.now);
    if ('kind' in found) {
      const reason = `${found.reason}: ${found.concepts.join(', ') || found.because}`;
      abstentions[reason] = (abstentions[reason] ?? 0) + 1;
      continue;
    }
    rows.push(row);
    outcomes.forEach(({ answers }, k) => {
      const { risk, low, high } = found.get(answers)!;
      scores[k]!.risk.push(risk);
      scores[k]!.low.push(low);
      scores[k]!.high.push(high);
    });
  }
  return {
    rows: Int32Array.from(rows),
    abstentions,
    byOutcome: new Map(
      outcomes.map(({ answers }, k) => {
        const { risk, low, high } = scores[k]!;
        return [
          answers,
          { risk: Float64Array.from(risk), low: Float64Array.from(low), high: Float64Array.from(high) },
        ];
      }),
    ),
  };
}
