import { describe, expect, it } from 'vitest';
import { createLogger, describeDefect, type LogFields } from '../../src/kernel/logger.ts';

function capture(level: string) {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger(level, { write: (line) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

describe('the log', () => {
  it('writes a line of its fields, without host or process', () => {
    const { log, lines } = capture('info');
    log.info({ route: '/cds-services/:id', status: 200, ms: 3.2 }, 'request');
    expect(lines[0]).toMatchObject({
      level: 30,
      msg: 'request',
      route: '/cds-services/:id',
      status: 200,
      ms: 3.2,
    });
    expect(Object.keys(lines[0]!).sort()).toEqual(['level', 'ms', 'msg', 'route', 'status', 'time']);
  });

  it('drops every field that is not on its list, whatever the types say', () => {
    const { log, lines } = capture('info');
    const fields = {
      code: 'not-json',
      patient: { name: 'Ada' },
      body: 'Ada',
      req: { url: '/fhir?name=Ada' },
    };
    log.error(fields as LogFields, 'request failed');
    expect(JSON.stringify(lines)).not.toContain('Ada');
    expect(lines[0]).toMatchObject({ code: 'not-json' });
  });

  it('writes nothing less severe than its level', () => {
    const { log, lines } = capture('warn');
    log.info({}, 'a');
    log.warn({}, 'b');
    log.error({}, 'c');
    expect(lines.map((l) => l.msg)).toEqual(['b', 'c']);
  });
});

describe('a defect in the log', () => {
  it('is its class and where it happened, never its message', () => {
    const text = describeDefect(new TypeError('cannot read name of "Ada Lovelace"'));
    expect(text).toMatch(/^TypeError at /);
    expect(text).toContain('logger.test.ts');
    expect(text).not.toContain('Ada');
  });

  it('names the type of whatever else was thrown', () => {
    expect(describeDefect('Ada')).toBe('string');
    expect(describeDefect(undefined)).toBe('undefined');
  });
});
