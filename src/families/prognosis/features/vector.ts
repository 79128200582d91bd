import type { Selection } from '../../../chart/select.ts';
import { statisticOf } from '../../../chart/statistics.ts';
import type { EvidenceValue } from '../../../kernel/evidence.ts';
import type { FeatureSpecification } from '../training/tabular.ts';

/** A feature vector from what a chart answered: the same code in training and in serving. NaN is missing. */
export function vectorFrom(
  features: readonly FeatureSpecification[],
  selection: Selection,
  now: Date,
): Float64Array {
  return Float64Array.from(features, (feature) => featureOf(feature, selection, now));
}

function featureOf(feature: FeatureSpecification, { values, series }: Selection, now: Date): number {
  const { concept, statistic = 'latest', hours } = feature;
  const points = series.get(concept);
  if (points) return statisticOf(points, statistic, { now, hours: hours && [hours[1], hours[0]] });
  const value = values.get(concept);
  if (statistic === 'count') return value === undefined ? 0 : 1;
  return numberOf(value, feature);
}

function numberOf(value: EvidenceValue | undefined, { is, codes }: FeatureSpecification): number {
  if (value === undefined) return Number.NaN;
  if (is !== undefined) return value === is ? 1 : 0;
  if (codes) return codes[String(value)] ?? Number.NaN;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : Number.NaN;
}
