/** Why nothing could be reported: the command was called wrongly, or somebody did not answer. */
export interface Failure {
  readonly kind: 'usage' | 'unreachable';
  /** One line; names files, options and addresses, never what is in a file. */
  readonly message: string;
}

export const usage = (message: string): Failure => ({ kind: 'usage', message });

export const unreachable = (message: string): Failure => ({ kind: 'unreachable', message });
