/** A resource that nobody checked yet, and where it stood in the input, for error messages. */
export interface Located {
  readonly resource: unknown;
  /** FHIRPath-like, for example `prefetch.observations.entry[3].resource`. */
  readonly expression: string;
}
