import type { Measured } from '../../../inference/way.ts';
import type { EquationEvaluation } from './agreement.ts';
import type { Evaluation } from './evaluate.ts';
import type { Estimates } from './report.ts';

export const measured = (evaluation: Evaluation | EquationEvaluation): Measured => ({
  figures: evaluation,
  lines: describe(evaluation),
});

/** An evaluation as lines for a terminal. */
export const describe = (evaluation: Evaluation | EquationEvaluation): string[] =>
  'disagreements' in evaluation ? describeAgreement(evaluation) : describePeople(evaluation);

function describeAgreement(evaluation: EquationEvaluation): string[] {
  const { model, version, data, metrics, outsideRange, disagreements } = evaluation;
  return [
    `${model} ${version} on ${data.n} vectors (sha256 ${data.sha256.slice(0, 12)}…), ${outsideRange} outside its range`,
    ...linesOf(metrics, ''),
    ...disagreements.map((d) => `row ${d.row}: ${JSON.stringify(d.expected)}, got ${JSON.stringify(d.got)}`),
  ];
}

function describePeople({
  model,
  version,
  data,
  abstained,
  abstentions,
  metrics,
  subgroups,
  comparators,
}: Evaluation): string[] {
  return [
    `${model} ${version} on ${data.n} people (sha256 ${data.sha256.slice(0, 12)}…), ${abstained} abstained`,
    ...Object.entries(abstentions).map(([reason, n]) => `  ${n} ${reason}`),
    '',
    ...linesOf(metrics, ''),
    ...Object.entries(subgroups).flatMap(([variable, levels]) =>
      Object.entries(levels).flatMap(([level, group]) => [
        '',
        `${variable} ${level} (n = ${group.n})`,
        ...linesOf(group.metrics, '  '),
      ]),
    ),
    ...Object.entries(comparators).flatMap(([name, c]) => [
      '',
      `against ${name} (n = ${c.n})`,
      ...linesOf(c.metrics, '  '),
    ]),
  ];
}

const linesOf = (metrics: Estimates, indent: string): string[] =>
  Object.entries(metrics).map(
    ([name, { value, ci95 }]) =>
      `${indent}${name.padEnd(28)} ${digits(value)}  (${digits(ci95[0])} to ${digits(ci95[1])})`,
  );

const digits = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(4));
