import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withModelsTable } from '../src/findings/models-table.ts';
import { settingsSchema } from '../src/kernel/config.ts';
import { withSettingsTable } from '../src/kernel/settings-table.ts';
import { type RunningKairos, startKairos } from './http/kairos.ts';
import { allModels as models } from './models/model-folders.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const README = read('README.md');

const bashBlocks = [...README.matchAll(/^```bash\n(.*?)^```$/gms)].map((m) => m[1]!);
const commandLines = bashBlocks.flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'));

describe('the curl examples of the README', () => {
  const ADDRESS = 'http://127.0.0.1:8080';
  const examples = bashBlocks.filter((block) => block.startsWith('curl'));
  let kairos: RunningKairos;

  beforeAll(async () => {
    kairos = await startKairos();
  });
  afterAll(() => kairos.close());

  /** The same request: curl's URL, -H and -d, on the address of this server. */
  function send(command: string): Promise<Response> {
    const words = command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|(\S+)/g);
    const args = [...words].map((m) => (m[1] ?? m[2]!).replaceAll(ADDRESS, kairos.baseUrl));
    const valuesOf = (flag: string) => args.flatMap((arg, i) => (arg === flag ? [args[i + 1]!] : []));
    const [body] = valuesOf('-d');
    const headers = valuesOf('-H').map((h) => h.split(': ') as [string, string]);
    const url = args.find((arg) => arg.startsWith(kairos.baseUrl))!;
    return fetch(url, { headers, ...(body === undefined ? {} : { method: 'POST', body }) });
  }

  it('are a hook and a search', () => {
    expect(examples).toHaveLength(2);
  });

  it('fire a hook that is answered with a prediction, and find its stored result', async () => {
    const hook = await send(examples[0]!);
    expect(hook.status).toBe(200);
    const { cards } = (await hook.json()) as { cards: { summary: string; uuid: string }[] };
    expect(cards[0]!.summary).toMatch(/^5-year mortality risk \d/);
    const search = await send(examples[1]!);
    expect(search.status).toBe(200);
    const bundle = (await search.json()) as { entry: { resource: { resourceType: string } }[] };
    expect(bundle.entry.map((e) => e.resource.resourceType).sort()).toEqual(['Provenance', 'RiskAssessment']);
  });
});

describe('the generated sections of the README', () => {
  it('show the settings as they are: node scripts/write-readme.ts', () => {
    expect(README).toBe(withSettingsTable(README));
    for (const name of Object.keys(settingsSchema.shape)) expect(README).toContain(`| \`${name}\` |`);
  });

  it('show the models as they are: node scripts/write-readme.ts', () => {
    expect(README).toBe(withModelsTable(README, models));
    for (const { manifest } of models) expect(README).toContain(`| [${manifest.name}](models/`);
  });

  it('leave no placeholder', () => {
    expect(README).not.toMatch(/@[A-Z]+@/);
  });
});

describe('commands in the README and CONTRIBUTING', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const everything = `${README}\n${read('CONTRIBUTING.md')}`;
  const named = (pattern: RegExp) => [...new Set([...everything.matchAll(pattern)].map((m) => m[1]!))];

  it('are scripts of package.json', () => {
    const used = [...named(/npm run (?:-s )?([\w:-]+)/g), ...named(/npm (test|start)\b/g)];
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('are commands of kairos', () => {
    const help = execFileSync(process.execPath, [join(ROOT, 'src/main.ts'), 'help'], { encoding: 'utf8' });
    const known = [...help.matchAll(/^ {2}kairos (\w+)/gm)].map((m) => m[1]);
    const used = [...named(/`kairos (\w+)/g), ...named(/kairos -- (\w+)/g)];
    expect(used).toContain('evaluate');
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('name models that are there', () => {
    const asked = commandLines.flatMap(
      (l) => /kairos -- (?:train|evaluate|predict) (\S+)/.exec(l)?.[1] ?? [],
    );
    expect(asked.length).toBeGreaterThan(2);
    for (const name of asked) expect(models.map((m) => m.manifest.name)).toContain(name);
  });

  it('name files that are there', () => {
    const paths = named(/`((?:src|tests|scripts|models|demo|bench|\.ci)\/[\w./-]+)`/g);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

const NOT_OURS = new Set(['node_modules', '.git', 'data', 'coverage']);

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : markdownIn(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

/** Targets of links and images that are files of the project; code is not text. */
function targetsOf(file: string): string[] {
  const text = read(file)
    .replace(/^```.*?^```$/gms, '')
    .replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(<?([^)\s>]+)/g)]
    .map((m) => m[1]!)
    .filter((target) => !/^[a-z][a-z0-9+.-]*:|^#|^\//i.test(target));
}

describe('relative links of Markdown files', () => {
  const files = markdownIn(ROOT);

  it('are looked for in all of them', () => {
    expect(files).toContain('README.md');
    expect(files).toContain(join('src', 'findings', 'README.md'));
  });

  it.each(files)('lead somewhere: %s', (file) => {
    const broken = targetsOf(file).filter(
      (target) => !existsSync(resolve(ROOT, dirname(file), decodeURI(target.split('#')[0]!))),
    );
    expect(broken).toEqual([]);
  });

  it.each([
    'kernel',
    'chart',
    'inference',
    'families',
    'findings',
    'cds-hooks',
    'services',
    'insight',
    'http',
  ])('belong to a README of the room %s', (room) => {
    expect(existsSync(join(ROOT, 'src', room, 'README.md'))).toBe(true);
  });
});
