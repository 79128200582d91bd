import { z } from 'zod';
import type { Manifest } from '../../../inference/manifest.ts';
import { type LinearModel, openLinear } from '../../../inference/runtimes/linear.ts';
import { problem } from '../../../kernel/errors.ts';
import type { EvidenceValue } from '../../../kernel/evidence.ts';
import { err, ok, type Result } from '../../../kernel/result.ts';

/** The numbers behind one answer. Arrays are by variable of the model's features, and the caller's to keep. */
export interface EngineOutput {
  readonly risk: number;
  readonly low: number;
  readonly high: number;
  readonly predictor: number;
  readonly parts: Float64Array;
}

/** A model's weights, opened. */
export interface Engine {
  readonly linear: LinearModel;
  /** Concept of each variable, in order. */
  readonly concepts: readonly string[];
  evaluate(values: Float64Array): EngineOutput;
  /** One value per variable, NaN where there is none. */
  valuesFrom(known: ReadonlyMap<string, EvidenceValue>): Float64Array;
}

const WEIGHTS = 'weights.json';

/** Opens the weights of the runtime `linear`. */
export function openEngine(manifest: Manifest, artifacts: ReadonlyMap<string, Buffer>): Result<Engine> {
  const weights = artifacts.get(WEIGHTS);
  if (!weights) return invalid(`artifacts must name ${WEIGHTS}`);
  const json = parseJson(weights.toString('utf8'));
  if (!json.ok) return json;
  const linear = openLinear(json.value);
  if (!linear.ok) return linear;
  const concepts = linear.value.weights.features.variables.map((v) => v.concept);
  const undeclared = concepts.filter((c) => !manifest.inputs.some((i) => i.concept === c));
  if (undeclared.length > 0)
    return invalid(`${WEIGHTS} uses ${undeclared.join(', ')}, which inputs do not declare`);
  return ok(engineOf(linear.value, concepts));
}

const invalid = (message: string): Result<never> => err(problem('invalid-manifest', { message }));

function parseJson(text: string): Result<unknown> {
  try {
    return ok(z.json().parse(JSON.parse(text)));
  } catch {
    return invalid(`${WEIGHTS} is not JSON`);
  }
}

function engineOf(linear: LinearModel, concepts: readonly string[]): Engine {
  const codes = linear.weights.features.variables.map((v) => v.codes);
  return {
    linear,
    concepts,
    evaluate(values) {
      const { risk, low, high, predictor, parts } = linear.evaluate(values);
      return { risk, low, high, predictor, parts: parts.slice() };
    },
    valuesFrom(known) {
      return Float64Array.from(concepts, (concept, v) => numberOf(known.get(concept), codes[v]));
    },
  };
}

function numberOf(
  value: EvidenceValue | undefined,
  codes: Readonly<Record<string, number>> | undefined,
): number {
  if (value === undefined) return Number.NaN;
  if (codes) return codes[String(value)] ?? Number.NaN;
  return typeof value === 'number' ? value : Number.NaN;
}
