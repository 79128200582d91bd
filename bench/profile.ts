import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Share of CPU time by file and by function in a V8 profile: `node bench/profile.ts FILE.cpuprofile`.

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const PROJECT = resolve(import.meta.dirname, '..');
const ROWS = 25;

const profile: Profile = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const frames = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));

const place = (url: string): string => {
  if (!url.startsWith('file:')) return url || 'native';
  return fileURLToPath(url)
    .replace(`${PROJECT}/`, '')
    .replace(/^node_modules\//, '');
};

const byFile = sum(({ url }) => place(url) || 'native');
const byFunction = sum((f) => `${f.functionName || '(anonymous)'}  ${place(f.url)}:${f.lineNumber + 1}`);
print('by file', byFile);
print('by function', byFunction);

/** Microseconds of busy time by a key of the frame on top of the stack. */
function sum(keyOf: (frame: ProfileNode['callFrame']) => string): Map<string, number> {
  const totals = new Map<string, number>();
  profile.samples.forEach((id, i) => {
    const frame = frames.get(id)!;
    if (frame.functionName === '(idle)') return;
    const key = keyOf(frame);
    totals.set(key, (totals.get(key) ?? 0) + (profile.timeDeltas[i] ?? 0));
  });
  return totals;
}

function print(title: string, totals: ReadonlyMap<string, number>): void {
  const all = [...totals.values()].reduce((a, b) => a + b, 0);
  process.stdout.write(`\nBusy time ${title} (${(all / 1e6).toFixed(1)} s)\n`);
  for (const [key, time] of [...totals].sort((a, b) => b[1] - a[1]).slice(0, ROWS)) {
    process.stdout.write(`${((100 * time) / all).toFixed(1).padStart(6)}%  ${key}\n`);
  }
}
