import type { Evaluation } from './evaluate.ts';
import type { Estimates } from './report.ts';

/** An evaluation as lines for a terminal. */
export function describe({
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
