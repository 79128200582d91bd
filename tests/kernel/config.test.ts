import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/kernel/config.ts';
import { unwrap } from '../../src/kernel/result.ts';

const failure = (env: Record<string, string>): string => {
  const result = parseSettings(env);
  if (result.ok) throw new Error('expected a refusal');
  expect(result.error.code).toBe('invalid-setting');
  return result.error.message;
};

describe('settings', () => {
  it('needs none', () => {
    expect(unwrap(parseSettings({}))).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      DEADLINE_MS: 450,
      FHIR_SERVERS: [],
      OUTBOUND_PRIVATE_NETWORKS: [],
      FETCH_MAX_PAGES: 10,
      FETCH_MAX_BYTES: 5 * 1024 * 1024,
      DEMO: true,
      ALLOW_ANONYMOUS: false,
    });
  });

  it('takes an empty variable as one that is not set', () => {
    expect(unwrap(parseSettings({ PORT: '', BASE_URL: '' }))).toMatchObject({ PORT: 8080 });
  });

  it('reads numbers, flags and lists', () => {
    const env = {
      PORT: '0',
      DEMO: 'false',
      FHIR_SERVERS: ' https://a.example/fhir , https://b.example/fhir,',
    };
    expect(unwrap(parseSettings(env))).toMatchObject({
      PORT: 0,
      DEMO: false,
      FHIR_SERVERS: ['https://a.example/fhir', 'https://b.example/fhir'],
    });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['BASE_URL', 'kairos'],
    ['DEADLINE_MS', '10'],
    ['DEMO', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['FHIR_SERVERS', 'ehr.example/fhir'],
    ['FHIR_SERVERS', 'https://a.example/fhir,ftp://b.example/fhir'],
    ['FHIR_SERVERS', 'https://user@ehr.example/fhir'],
    ['FHIR_SERVERS', 'https://ehr.example/fhir?tenant=1'],
    ['OUTBOUND_PRIVATE_NETWORKS', '10.0.0.0/33'],
    ['OUTBOUND_PRIVATE_NETWORKS', '10.0.0.0/8,ehr.example'],
    ['FETCH_MAX_PAGES', '0'],
    ['FETCH_MAX_BYTES', '100'],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(failure({ [name]: value })).toContain(name);
  });

  it('names every setting that is wrong at once', () => {
    const message = failure({ PORT: 'x', LOG_LEVEL: 'loud' });
    expect(message).toContain('PORT');
    expect(message).toContain('LOG_LEVEL');
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', '127.0.0.1.example.org', 'localhost.example.org'])(
    'refuses to serve on %s without authentication, and says what to set',
    (HOST) => {
      expect(failure({ HOST })).toContain('ALLOW_ANONYMOUS');
      expect(parseSettings({ HOST, ALLOW_ANONYMOUS: 'true' }).ok).toBe(true);
    },
  );

  it.each(['localhost', '127.0.0.1', '127.8.0.1', '::1'])('serves on loopback %s', (HOST) => {
    expect(parseSettings({ HOST }).ok).toBe(true);
  });

  const BEYOND = { HOST: '0.0.0.0', CDS_CLIENTS: 'clients.json' };

  it('serves beyond loopback with clients, at an address that their tokens can name', () => {
    expect(failure(BEYOND)).toContain('set BASE_URL');
    expect(parseSettings({ ...BEYOND, BASE_URL: 'https://kairos.example' }).ok).toBe(true);
    expect(parseSettings({ CDS_CLIENTS: 'clients.json' }).ok).toBe(true);
  });

  it('refuses to let clients only and anybody call', () => {
    expect(failure({ CDS_CLIENTS: 'clients.json', ALLOW_ANONYMOUS: 'true' })).toContain('set one of them');
  });

  it('runs the demo, but beyond loopback with clients only when asked', () => {
    const beyond = { ...BEYOND, BASE_URL: 'https://kairos.example' };
    const demo = (env: Record<string, string>) => unwrap(parseSettings(env)).DEMO;
    expect(demo({ CDS_CLIENTS: 'clients.json' })).toBe(true);
    expect(demo({ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' })).toBe(true);
    expect(demo(beyond)).toBe(false);
    expect(demo({ ...beyond, DEMO: 'true' })).toBe(true);
  });

  it.each(['none', 'HS256', 'HS384', 'ES384,HS512', 'PS384', 'es384', ','])(
    'refuses the signature algorithm %s',
    (CDS_CLIENT_ALGORITHMS) => {
      expect(failure({ CDS_CLIENT_ALGORITHMS })).toContain('CDS_CLIENT_ALGORITHMS');
    },
  );

  it('takes the recommended signature algorithms, and others that are named', () => {
    const algorithms = (env: Record<string, string>) => unwrap(parseSettings(env)).CDS_CLIENT_ALGORITHMS;
    expect(algorithms({})).toEqual(['ES384', 'RS384']);
    expect(algorithms({ CDS_CLIENT_ALGORITHMS: 'ES384, RS256' })).toEqual(['ES384', 'RS256']);
  });

  it('refuses a link secret that can be guessed', () => {
    expect(failure({ LINK_SECRET: 'secret' })).toContain('LINK_SECRET');
  });
});
