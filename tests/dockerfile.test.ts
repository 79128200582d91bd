import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

interface Instruction {
  readonly name: string;
  readonly text: string;
}

interface Stage {
  readonly target: string;
  readonly instructions: readonly Instruction[];
}

const instructions: readonly Instruction[] = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.trim() && !line.startsWith('#'))
  .map((line) => ({ name: line.split(' ')[0]!, text: line.slice(line.indexOf(' ') + 1) }));

const stages: readonly Stage[] = instructions
  .flatMap(({ name }, index) => (name === 'FROM' ? [index] : []))
  .map((start, i, starts) => ({
    target: instructions[start]!.text.split(' AS ')[1]!,
    instructions: instructions.slice(start + 1, starts[i + 1]),
  }));

const textsOf = (stage: Stage, name: string) =>
  stage.instructions.filter((i) => i.name === name).map((i) => i.text);

/** Files copied from the checkout rather than from another stage. */
const copiedFromCheckout = stages
  .flatMap((stage) => textsOf(stage, 'COPY'))
  .filter((text) => !text.startsWith('--from='))
  .flatMap((text) => text.split(' ').slice(0, -1));

/** No Docker engine runs the tests: these hold what can be known from the text. */
describe('Dockerfile', () => {
  it('copies only what exists and what .dockerignore lets through', () => {
    const allowed = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    expect(copiedFromCheckout).toContain('src');
    for (const source of copiedFromCheckout) {
      expect(existsSync(join(ROOT, source)), source).toBe(true);
      expect(allowed).toContain(`!${source}`);
    }
  });

  it('copies between stages that come earlier', () => {
    stages.forEach((stage, i) => {
      const earlier = stages.slice(0, i).map((s) => s.target);
      const sources = textsOf(stage, 'COPY').flatMap((t) => /^--from=(\S+)/.exec(t)?.[1] ?? []);
      expect(earlier).toEqual(expect.arrayContaining(sources));
    });
  });

  it('builds the CPU image by default and has a gpu target', () => {
    expect(stages.at(-1)?.target).toBe('kairos');
    expect(stages.map((s) => s.target)).toContain('gpu');
  });

  it.each(['kairos', 'gpu'])('runs %s as another user than root, with a health check', (target) => {
    const stage = stages.find((s) => s.target === target)!;
    const names = stage.instructions.map((i) => i.name);
    expect(textsOf(stage, 'USER')).toEqual(['node']);
    expect(names.indexOf('USER')).toBeLessThan(names.indexOf('CMD'));
    expect(textsOf(stage, 'VOLUME')).toEqual(['/data']);
    expect(textsOf(stage, 'HEALTHCHECK')[0]).toContain('/livez');
    expect(textsOf(stage, 'CMD')).toEqual(['["node", "src/main.ts", "serve"]']);
  });

  it('leaves the decision to serve without authentication to the operator', () => {
    expect(instructions.filter((i) => i.text.includes('ALLOW_ANONYMOUS'))).toEqual([]);
  });
});
