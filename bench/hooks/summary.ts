import type { Measured } from './client.ts';

/** Of several rounds of the same load: throughput, and latency over all answers in milliseconds. */
export function summary(rounds: readonly Measured[]) {
  const sum = (pick: (m: Measured) => number) => rounds.reduce((total, m) => total + pick(m), 0);
  const latencies = rounds.flatMap((m) => m.latencies).toSorted((a, b) => a - b);
  const quantile = (q: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))]!;
  return {
    perSecond: sum((m) => m.succeeded) / sum((m) => m.seconds),
    failed: sum((m) => m.failed),
    p50: quantile(0.5),
    p99: quantile(0.99),
  };
}
