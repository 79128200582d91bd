/** The part of libsvm-js 0.2 (libsvm 3.22 as WebAssembly) that is used here; the package has no types. */
declare module 'libsvm-js' {
  interface Machine {
    train(rows: readonly number[][], labels: readonly number[]): void;
    /** libsvm's own model file. */
    serializeModel(): string;
    /** Places of the support vectors among the rows, in the order of the model file, from 0. */
    getSVIndices(): number[];
    /** Gives its memory back. */
    free(): void;
  }

  export interface Svm {
    new (options: Readonly<Record<string, number | boolean>>): Machine;
    readonly SVM_TYPES: Readonly<Record<'C_SVC', number>>;
    readonly KERNEL_TYPES: Readonly<Record<'LINEAR' | 'RBF', number>>;
  }

  const loading: Promise<Svm>;
  export default loading;
}
