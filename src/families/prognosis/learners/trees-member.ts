import { compileTrees, type TreesMember } from '../../../inference/runtimes/trees.ts';
import { concatTrees, encodeTrees, type TreeArrays } from '../../../inference/runtimes/trees-codec.ts';
import type { FittedTable } from './table.ts';

/** What one refit of an ensemble of trees comes to. */
export interface Bag {
  readonly base: number;
  readonly trees: TreeArrays;
}

export const treesMember = (features: number, bags: readonly Bag[]): TreesMember => ({
  kind: 'trees',
  features,
  bags: bags.map(({ trees }) => trees.sizes.length),
  base: bags.map(({ base }) => base),
  ...encodeTrees(concatTrees(bags.map(({ trees }) => trees))),
});

/** Trees as a fitted learner: what it predicts is what the server computes from its member. */
export function fittedTrees(member: TreesMember): FittedTable {
  const compiled = compileTrees(member);
  return {
    predict: ({ data }) => compiled.marginsOfRows(data),
    toMember: () => member,
  };
}

/** The bases moved so that the mean margin of the training rows is 0: a log hazard relative to the average. */
export function centred(member: TreesMember): TreesMember {
  const { expected } = compileTrees(member);
  return { ...member, base: member.base.map((b) => b - expected) };
}
