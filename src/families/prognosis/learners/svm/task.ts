import type { Svm } from 'libsvm-js';
import type { Matrix } from '../design.ts';
import type { Kernel } from './kernel.ts';

export interface SvmProblem {
  /** In shared memory. */
  readonly x: Matrix;
  readonly y: Uint8Array;
  readonly kernel: Kernel;
  readonly cost: number;
}

/** The rows that a machine learns from. */
export interface SvmTask {
  readonly rows: Int32Array;
}

/** A decision function Σ coefficient × kernel(support vector, x) − rho: above 0 the outcome is more likely 1. */
export interface Machine {
  /** Rows of the problem. */
  readonly support: Int32Array;
  readonly coefficients: Float64Array;
  readonly rho: number;
}

/** One machine by libsvm (Chang & Lin, ACM Trans Intell Syst Technol 2011;2:27). */
export const trainMachine =
  (svm: Svm) =>
  ({ x, y, kernel, cost }: SvmProblem, { rows }: SvmTask, onSteps: (steps: number) => void): Machine => {
    const machine = new svm({
      type: svm.SVM_TYPES.C_SVC,
      kernel: svm.KERNEL_TYPES[kernel.kind === 'linear' ? 'LINEAR' : 'RBF'],
      ...(kernel.kind === 'rbf' ? { gamma: kernel.gamma } : {}),
      cost,
      quiet: true,
    });
    const data = Array.from(rows, (i) => [...x.data.subarray(i * x.columns, (i + 1) * x.columns)]);
    machine.train(
      data,
      Array.from(rows, (i) => (y[i] ? 1 : -1)),
    );
    const { coefficients, rho, sign } = read(machine.serializeModel());
    const support = Int32Array.from(machine.getSVIndices(), (k) => rows[k]!);
    machine.free();
    onSteps(1);
    return { support, coefficients: coefficients.map((c) => sign * c), rho: sign * rho };
  };

/** The class that libsvm met first is its positive one. */
function read(model: string): { coefficients: Float64Array; rho: number; sign: number } {
  const [head = '', vectors = ''] = model.split('\nSV\n');
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(head)?.[1]);
  const coefficients = Float64Array.from(vectors.trim().split('\n'), (line) => Number.parseFloat(line));
  return { coefficients, rho: value('rho'), sign: value('label') };
}
