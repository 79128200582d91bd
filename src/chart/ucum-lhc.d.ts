/** The part of @lhncbc/ucum-lhc that `units.ts` uses; the package has no types of its own. */
declare module '@lhncbc/ucum-lhc' {
  export interface ConversionAnswer {
    readonly status: 'succeeded' | 'failed' | 'error';
    readonly toVal: number | null;
    /** Not empty when the library guessed at what a unit was meant to be. */
    readonly msg: readonly string[];
  }
  export interface UcumLhcUtils {
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options?: { molecularWeight?: number },
    ): ConversionAnswer;
  }
  const ucum: { readonly UcumLhcUtils: { getInstance(): UcumLhcUtils } };
  export default ucum;
}
