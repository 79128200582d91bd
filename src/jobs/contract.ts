/**
 * Work that outlives the answer it was started for. One implementation runs in this process; another may hand it to
 * workers. Work must be safe to repeat: results have identities of their own.
 */
export interface JobQueue {
  /**
   * Adds work unless the same key waits or runs already. False when the queue is full: nothing was added.
   *
   * @param lane what the work may have to wait for: work of other lanes overtakes it
   */
  add(key: string, work: () => Promise<void>, lane?: string): boolean;
  /** Number of jobs that wait or run. */
  readonly size: number;
  /** Takes no more work and resolves when all is done. */
  close(): Promise<void>;
}
