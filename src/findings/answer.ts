import type { Abstention, ModelOutput } from '../inference/prediction.ts';

/** What a model says when it says something: a probability or a score. */
export type Answer = Exclude<ModelOutput, Abstention>;

export const isAnswer = (output: ModelOutput): output is Answer => output.kind !== 'abstention';
