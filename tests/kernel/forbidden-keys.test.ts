import { describe, expect, it } from 'vitest';
import { hasForbiddenKey, mayHaveForbiddenKey } from '../../src/kernel/forbidden-keys.ts';

const isRefused = (json: string): boolean =>
  mayHaveForbiddenKey(Buffer.from(json)) && hasForbiddenKey(JSON.parse(json));

describe('members that reach a prototype', () => {
  it.each([
    '{"__proto__":{"admin":true}}',
    '{"__proto__":null}',
    '{"a":[1,{"b":{"__proto__":1}}]}',
    '{"__proto__" : 1, "__proto__": 2}',
    '{"\\u005f_proto__":1}',
    '{"\\u005F\\u005f\\u0070\\u0072\\u006f\\u0074\\u006f\\u005f\\u005f":1}',
    '{"__pr\\u006fto__":1}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"a":{"constructor":{"x":1,"prototype":null}}}',
    '{"\\u0063onstructor":{"prot\\u006ftype":1}}',
  ])('are found: %s', (json) => {
    expect(isRefused(json)).toBe(true);
  });

  it.each([
    '{"text":"__proto__"}',
    '{"text":"\\"__proto__\\": 1"}',
    '{"text":"\\u005f_proto__"}',
    '{"constructor":"Smith & Sons"}',
    '{"constructor":{"name":"prototype"}}',
    '{"prototype":{"constructor":1}}',
    '{"proto":1,"__proto":2,"_proto_":3}',
    '["__proto__","constructor","prototype"]',
    'null',
    '"\\u00fc"',
  ])('are not these: %s', (json) => {
    expect(isRefused(json)).toBe(false);
  });

  it('are not looked for in bodies that show no trace of them', () => {
    expect(
      mayHaveForbiddenKey(Buffer.from('{"resourceType":"Patient","id":"1","name":[{"text":"Zoë"}]}')),
    ).toBe(false);
  });
});
