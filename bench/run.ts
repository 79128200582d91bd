import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// `npm run bench` runs all benchmarks; `npm run bench -- hooks --seconds 4` one, with its options.
const BENCHMARKS = [
  'hooks',
  'fetch',
  'auth',
  'overload',
  'predict',
  'tabular',
  'learners',
  'dicom',
  'image',
  'image-load',
];

const [name, ...options] = process.argv.slice(2);
const chosen = name === undefined ? BENCHMARKS : BENCHMARKS.filter((benchmark) => benchmark === name);
if (chosen.length === 0) {
  process.stderr.write(`Usage: npm run bench [-- ${BENCHMARKS.join(' | ')} [options]]\n`);
  process.exitCode = 64;
}
for (const benchmark of chosen) {
  const file = join(import.meta.dirname, `${benchmark}.ts`);
  const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
