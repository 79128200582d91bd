import { type Problem, problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type BlendOutcome, type BlendWeights, blendSchema, type Member } from './blend-schema.ts';
import { compileDistance } from './distance.ts';
import { riskOf } from './linear.ts';
import { type CompiledMember, compileLinearMember, deviation } from './linear-member.ts';
import { compileTrees } from './trees.ts';

/** The answer for one outcome. */
export interface BlendAnswer {
  readonly predictor: number;
  readonly risk: number;
  readonly low: number;
  readonly high: number;
  /** Standard deviation of the predictor behind the interval. */
  readonly spread: number;
}

/** Several learners over one feature vector, calibrated: see `blendSchema`. */
export interface BlendModel {
  readonly weights: BlendWeights;
  /** Every outcome by its id; members that outcomes share are computed once. */
  evaluate(row: Float64Array): ReadonlyMap<string, BlendAnswer>;
  /**
   * Each feature's part of predictor − `reference(id).predictor`, exact for linear members and by TreeSHAP for trees;
   * one number per feature.
   */
  explain(row: Float64Array, id: string): Float64Array;
  /** The person at the average of the predictor: where contributions start. */
  reference(id: string): { readonly predictor: number; readonly risk: number };
  /** Mahalanobis distance as a share of the limit; 0 where the weights have none. Above 1 the model must abstain. */
  distance(row: Float64Array): number;
}

/** Parses a `blend` weights object; the problem names the path of what is wrong. */
export function openBlend(json: unknown): Result<BlendModel, Problem> {
  const parsed = blendSchema.safeParse(json);
  if (parsed.success) return ok(compileBlend(parsed.data));
  const issues = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  return err(problem('invalid-manifest', { message: `blend weights: ${issues.slice(0, 3).join('; ')}` }));
}

export function compileBlend(weights: BlendWeights): BlendModel {
  const members = weights.members.map(compileMember);
  const outcomes = Object.entries(weights.outcomes);
  const margins = new Float64Array(members.length);
  const spreads = new Float64Array(members.length);
  const distance = weights.distance ? compileDistance(weights.distance) : () => 0;
  return {
    weights,
    evaluate(row) {
      members.forEach((member, m) => {
        margins[m] = member.margin(row);
        spreads[m] = member.spread();
      });
      return new Map(outcomes.map(([id, outcome]) => [id, answerOf(outcome, margins, spreads)]));
    },
    explain(row, id) {
      const outcome = outcomeOf(weights, id);
      const phi = new Float64Array(weights.features.length);
      for (const { member, share } of outcome.blend) members[member]!.explain(row, share, phi);
      return phi.map((part, f) => outcome.slope * (part - outcome.averageParts[f]!));
    },
    reference(id) {
      const outcome = outcomeOf(weights, id);
      const predictor = outcome.intercept + outcome.slope * outcome.expected;
      return { predictor, risk: riskOf(outcome.link, predictor) };
    },
    distance,
  };
}

function outcomeOf({ outcomes }: BlendWeights, id: string): BlendOutcome {
  const found = outcomes[id];
  if (!found) throw new RangeError(`the weights have no outcome ${id}`);
  return found;
}

/** Standard deviations to each side of a 95% interval. */
export const QUANTILE = 1.959964;

function answerOf(outcome: BlendOutcome, margins: Float64Array, spreads: Float64Array): BlendAnswer {
  const { link, blend, intercept, slope, widening } = outcome;
  let sum = 0;
  let variance = 0;
  for (const { member, share } of blend) {
    sum += share * margins[member]!;
    variance += (share * spreads[member]!) ** 2;
  }
  const predictor = intercept + slope * sum;
  const spread = Math.abs(slope) * Math.sqrt(variance) * widening;
  return {
    predictor,
    risk: riskOf(link, predictor),
    low: riskOf(link, predictor - QUANTILE * spread),
    high: riskOf(link, predictor + QUANTILE * spread),
    spread,
  };
}

/** The code that serves a member also measures it: training sees margins through this. */
export const compileMember = (member: Member): CompiledMember =>
  member.kind === 'linear' ? compileLinearMember(member) : treesMember(member);

function treesMember(member: Exclude<Member, { kind: 'linear' }>): CompiledMember {
  const trees = compileTrees(member);
  const bags = new Float64Array(trees.bags);
  const own = new Float64Array(trees.features);
  return {
    expected: trees.expected,
    margin(row) {
      trees.margins(row, bags);
      return bags.reduce((sum, m) => sum + m, 0) / bags.length;
    },
    spread: () => deviation(bags),
    explain(row, share, phi) {
      own.fill(0);
      trees.explain(row, own);
      for (let f = 0; f < own.length; f++) phi[f]! += share * own[f]!;
    },
  };
}
