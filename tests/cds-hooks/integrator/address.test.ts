import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/cds-hooks/integrator/address.ts';

describe('the address of a service', () => {
  it.each([
    ['https://cds.example.org/cds-services/a', 'https://cds.example.org/cds-services', 'a'],
    ['https://cds.example.org/base/cds-services/a/', 'https://cds.example.org/base/cds-services', 'a'],
    ['http://127.0.0.1:8080/cds-services/a%20b', 'http://127.0.0.1:8080/cds-services', 'a b'],
    ['http://127.0.0.1:8080/cds-services/a%zz', 'http://127.0.0.1:8080/cds-services', 'a%zz'],
    ['http://127.0.0.1:8080/cds-services/', 'http://127.0.0.1:8080/cds-services', undefined],
  ])('%s', (text, discovery, serviceId) => {
    const parsed = parseAddress(text);
    const service = serviceId === undefined ? undefined : text.replace(/\/$/, '');
    expect(parsed.ok && parsed.value).toEqual(serviceId ? { discovery, serviceId, service } : { discovery });
  });

  it.each(['ftp://a/cds-services/x', 'https://a/cds-services/x/y', 'https://a/cds-services/x?q=1', 'x', ''])(
    '%j is refused',
    (text) => {
      expect(parseAddress(text)).toMatchObject({ ok: false, error: { kind: 'usage' } });
    },
  );
});
