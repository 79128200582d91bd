import type { ImageEvaluation } from './evaluate.ts';
import type { Estimates, Group } from './report.ts';

/** An evaluation as lines for a terminal. */
export function describe({
  model,
  version,
  data,
  metrics,
  subgroups,
  comparators,
}: ImageEvaluation): readonly string[] {
  const groups = Object.entries(subgroups).flatMap(([variable, levels]) =>
    Object.entries(levels).map(([level, group]) => [`${variable} ${level}`, group] as const),
  );
  const others = Object.entries(comparators).map(([name, group]) => [`against ${name}`, group] as const);
  return [
    `${model} ${version} on ${data.n} pictures of ${data.patients} patients (sha256 ${data.sha256.slice(0, 12)}…)`,
    '',
    ...linesOf(metrics),
    ...[...groups, ...others].flatMap(([name, group]) => groupLines(name, group)),
  ];
}

const groupLines = (name: string, { n, metrics }: Group): string[] => [
  '',
  `${name} (n = ${n})`,
  ...linesOf(metrics).map((line) => `  ${line}`),
];

const linesOf = (metrics: Estimates): string[] =>
  Object.entries(metrics).map(
    ([name, { value, ci95 }]) =>
      `${name.padEnd(28)} ${value.toFixed(4)}  (${ci95.map((x) => x.toFixed(4)).join(' to ')})`,
  );
