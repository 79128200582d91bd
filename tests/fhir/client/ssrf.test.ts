import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowList } from '../../../src/fhir/client/allow-list.ts';
import { type OutboundOptions, openOutbound } from '../../../src/fhir/client/guarded-fetch.ts';
import { createJsonFetch } from '../../../src/fhir/client/json-fetch.ts';
import type { Resolver } from '../../../src/fhir/client/resolver.ts';
import { deadlineIn } from '../../../src/kernel/deadline.ts';
import { adult, patientViewCall, type RunningKairos, searchset, startKairos } from '../../http/kairos.ts';
import {
  type HostileUrl,
  hostileAddresses,
  hostileLookalikes,
  noHttpUrls,
  type Targets,
} from './hostile-urls.ts';
import { type Canary, closeServers, openCanary, serve, serveTcp } from './loopback.ts';

const TOKEN = 'token-that-must-not-leave';

let canary: Canary;
let to: Targets;
/** Answers Observation searches with `page`, and remembers what it was asked. */
let page: object;
const asked: IncomingMessage[] = [];

beforeAll(async () => {
  canary = await openCanary();
  const base = await serve((message, response) => {
    asked.push(message);
    response.setHeader('content-type', 'application/fhir+json').end(JSON.stringify(page));
  });
  to = { port: canary.port, trusted: base.replace(/\/fhir$/, '') };
});
afterAll(closeServers);

const all = [...hostileAddresses, ...hostileLookalikes, ...noHttpUrls];
const neverResolve: Resolver = () => {
  throw new Error('no name may be resolved');
};

/** Sockets that this process opens while `work` runs: a connection attempt to anywhere counts. */
async function socketsDuring(work: () => Promise<unknown>): Promise<number> {
  let sockets = 0;
  const count = () => void sockets++;
  subscribe('net.client.socket', count);
  await work();
  unsubscribe('net.client.socket', count);
  return sockets;
}

const jsonFetch = (bases: readonly string[], options: Partial<OutboundOptions> = {}) => {
  const { fetch } = openOutbound({ privateNetworks: [], resolve: neverResolve, ...options });
  const read = createJsonFetch({ fetch, allowed: allowList(bases), maxBytes: 1000 });
  return (url: string) => read(url, deadlineIn(2000));
};

it('has enough hostile URLs, each of its own', () => {
  const urls = all.map(([, url]) => url({ port: 1, trusted: 'http://127.0.0.1:2' }));
  expect(new Set(urls).size).toBe(urls.length);
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
  expect(urls.length).toBeGreaterThanOrEqual(60);
});

it('has a canary that counts what reaches it', async () => {
  const before = canary.connections();
  const base = `http://127.0.0.1:${canary.port}/fhir`;
  const read = jsonFetch([base], { privateNetworks: ['127.0.0.0/8'] });
  const sockets = await socketsDuring(async () => expect(await read(base)).toEqual({ ok: true, value: {} }));
  expect(sockets).toBeGreaterThan(0);
  expect(canary.connections()).toBe(before + 1);
});

describe('a JWK Set URL', () => {
  const refused = async (bases: readonly string[], url: string) => {
    const before = canary.connections();
    const sockets = await socketsDuring(async () => {
      const answer = await jsonFetch(bases)(url);
      expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden-server' } });
      expect(JSON.stringify(answer)).not.toContain(url.slice(8, 17));
    });
    expect(sockets).toBe(0);
    expect(canary.connections()).toBe(before);
  };

  it.each(all)('is refused: %s', (_, url) =>
    refused([`${to.trusted}/fhir`, 'https://ehr.example/fhir'], url(to)),
  );

  it.each(hostileAddresses)('is refused even on the list: %s', (_, url) => refused([url(to)], url(to)));
});

/** What is not written like this is no URL to the schema of hooks, whatever a lenient parser makes of it. */
const isHttp = (url: string): boolean => /^https?:\/\//.test(url) && URL.canParse(url);

describe('the fhirServer of a hook', () => {
  let guarded: RunningKairos;
  let careless: RunningKairos;
  beforeAll(async () => {
    guarded = await startKairos({
      FHIR_SERVERS: `${to.trusted}/fhir`,
      OUTBOUND_PRIVATE_NETWORKS: '127.0.0.1',
    });
    const listed = hostileAddresses.map(([, url]) => new URL(url(to)).href);
    careless = await startKairos({ FHIR_SERVERS: listed.join(',') });
  });
  afterAll(() => Promise.all([guarded.close(), careless.close()]));

  const fire = (kairos: RunningKairos, fhirServer: string) => {
    const call = { ...patientViewCall(adult()), prefetch: {}, fhirServer };
    const fhirAuthorization = {
      access_token: TOKEN,
      token_type: 'Bearer',
      expires_in: 300,
      scope: 's',
      subject: 's',
    };
    return request(kairos.app)
      .post('/cds-services/prognosis-patient-view')
      .send({ ...call, fhirAuthorization });
  };

  const refused = async (kairos: RunningKairos, url: string) => {
    const before = [canary.connections(), asked.length];
    const { status, body } = await fire(kairos, url);
    const codes = body.issue.map(
      (issue: { details: { coding: { code: string }[] } }) => issue.details.coding[0]?.code,
    );
    expect([status, ...codes]).toEqual(isHttp(url) ? [403, 'forbidden-server'] : [400, 'invalid-field']);
    expect([canary.connections(), asked.length]).toEqual(before);
    return body;
  };

  it.each(all)('is refused: %s', async (_, url) => {
    await refused(guarded, url(to));
  });

  const wellWritten = hostileAddresses.filter(([, url]) => isHttp(url({ port: 1, trusted: '' })));

  it.each(wellWritten)('is refused even on the list: %s', async (_, url) => {
    const body = await refused(careless, url(to));
    expect(body.issue[0].diagnostics).toContain('OUTBOUND_PRIVATE_NETWORKS');
  });

  it('is refused by a name of the list that resolves to loopback', async () => {
    const FHIR_SERVERS = `http://localhost:${canary.port}/fhir`;
    const kairos = await startKairos({ FHIR_SERVERS });
    const body = await refused(kairos, FHIR_SERVERS);
    expect(body.issue[0].diagnostics).toContain('OUTBOUND_PRIVATE_NETWORKS');
    await kairos.close();
  });

  it('is asked, with the token, where the list and the private network name it', async () => {
    page = { resourceType: 'OperationOutcome' };
    const before = asked.length;
    const { status } = await fire(guarded, `${to.trusted}/fhir`);
    expect(status).toBe(412);
    const tokens = asked.slice(before).map((m) => m.headers.authorization);
    expect(tokens).toEqual(Array(3).fill(`Bearer ${TOKEN}`));
  });

  describe('whose Bundle has a further page', () => {
    const next = async (url: string) => {
      page = { ...searchset([]), link: [{ relation: 'next', url }] };
      const { prefetch, ...call } = patientViewCall(adult());
      const sent = { patient: prefetch.patient, conditions: null };
      const body = { ...call, fhirServer: `${to.trusted}/fhir`, prefetch: sent };
      return request(guarded.app).post('/cds-services/prognosis-patient-view').send(body);
    };
    const further: readonly HostileUrl[] = [
      ['without a scheme', ({ port }) => `//127.0.0.1:${port}/fhir`],
      ['without a scheme, by backslashes', ({ port }) => `\\\\127.0.0.1:${port}\\fhir`],
      ['relative dots', () => '../admin'],
      ['an absolute path', () => '/admin'],
      ['relative encoded dots', () => '%2e%2e/admin'],
      ['a relative encoded slash', () => '..%2fadmin'],
    ];

    // Relative to an http URL, `http:127.0.0.1` is a path below it.
    const absolute = all.filter(([name]) => name !== 'loopback with too few slashes');

    it.each([...absolute, ...further])('is refused: %s', async (_, url) => {
      const before = [canary.connections(), asked.length];
      const { status, body } = await next(url(to));
      expect([status, body.issue[0].details.coding[0].code]).toEqual([403, 'forbidden-server']);
      expect([canary.connections(), asked.length - 1]).toEqual(before);
      expect(asked.at(-1)?.url).toMatch(/^\/fhir\/Observation\?/);
    });
  });
});

describe('the resolver', () => {
  const answering = (...answers: readonly string[][]): Resolver & { calls: number } => {
    const resolve = async () => {
      const addresses = answers[resolve.calls++] ?? [];
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    resolve.calls = 0;
    return resolve;
  };
  const named = () => `http://ehr.example:${to.port}/fhir`;
  const fetchNamed = (resolve: Resolver) => jsonFetch([named()], { resolve, privateNetworks: ['127.0.0.1'] });

  it('is asked once, and its checked address is connected to (DNS rebinding)', async () => {
    const resolve = answering(['127.0.0.1'], ['169.254.169.254'], ['::1']);
    const read = fetchNamed(resolve);
    expect(await read(named())).toEqual({ ok: true, value: {} });
    expect(resolve.calls).toBe(1);
    const sockets = await socketsDuring(async () => {
      expect(await read(named())).toMatchObject({ error: { code: 'forbidden-server' } });
      expect(await read(named())).toMatchObject({ error: { code: 'forbidden-server' } });
    });
    expect([sockets, resolve.calls]).toEqual([0, 3]);
  });

  it.each([
    ['one allowed and one private address', ['127.0.0.1', '10.0.0.1']],
    ['a private and then an allowed one', ['10.0.0.1', '127.0.0.1']],
    ['an allowed one and IPv6 loopback', ['127.0.0.1', '::1']],
    ['metadata', ['169.254.169.254']],
    ['a mapped address', ['::ffff:10.0.0.1']],
    ['an address with a zone', ['fe80::1%lo']],
    ['what is no address', ['ehr.example']],
  ])('is not believed when it answers with %s', async (_, addresses) => {
    const sockets = await socketsDuring(async () => {
      const answer = await fetchNamed(answering(addresses))(named());
      expect(answer).toMatchObject({ error: { code: 'forbidden-server' } });
    });
    expect(sockets).toBe(0);
  });

  it('is asked once for what is asked at the same time, and again afterwards', async () => {
    const resolve = answering(['127.0.0.1'], ['127.0.0.1']);
    const read = fetchNamed(resolve);
    await Promise.all([read(named()), read(named()), read(named())]);
    expect(resolve.calls).toBe(1);
    expect(await read(named())).toMatchObject({ ok: true });
    expect(resolve.calls).toBe(2);
  });

  it('that hangs costs no more than the deadline', async () => {
    const { fetch } = openOutbound({ privateNetworks: [], resolve: () => new Promise(() => {}) });
    const answer = await fetch({ url: named(), deadline: deadlineIn(50), maxBytes: 1000 });
    expect(answer).toEqual({ ok: false, error: 'timeout' });
  });

  it('that fails or knows nothing is a failure to reach the server', async () => {
    for (const resolve of [answering([]), () => Promise.reject(new Error('ENOTFOUND ehr.example'))]) {
      const answer = await fetchNamed(resolve)(named());
      expect(answer).toMatchObject({ error: { code: 'prefetch-failed' } });
      expect(JSON.stringify(answer)).not.toContain('ehr.example');
    }
  });

  it('is given the name, which is also what TLS and the Host header say', async () => {
    const seen: string[] = [];
    const base = await serveTcp((socket) => {
      socket.once('data', (data) => {
        seen.push(data.toString('latin1'));
        socket.destroy();
      });
    });
    const url = (scheme: string) => base.replace('http:', scheme).replace('127.0.0.1', 'ehr.example');
    for (const scheme of ['http:', 'https:']) {
      const read = jsonFetch([url(scheme)], {
        resolve: answering(['127.0.0.1']),
        privateNetworks: ['127.0.0.1'],
      });
      expect(await read(url(scheme))).toMatchObject({ ok: false });
    }
    expect(seen[0]).toContain(`\r\nhost: ${new URL(base).host.replace('127.0.0.1', 'ehr.example')}\r\n`);
    expect(seen[1]).toContain('ehr.example');
  });
});

describe('Kairos’ own base', () => {
  const own = (path: string) => `http://ehr.example:${to.port}${path}`;
  const fetchOwn = (address: string, path: string) =>
    jsonFetch([own('')], {
      ownBases: [own('/demo/fhir')],
      resolve: async () => [{ address, family: 4 }],
    })(own(path));

  it('is reached on loopback without a setting', async () => {
    expect(await fetchOwn('127.0.0.1', '/demo/fhir/Patient')).toEqual({ ok: true, value: {} });
  });

  it.each([
    ['another path', '127.0.0.1', '/demo'],
    ['a longer segment', '127.0.0.1', '/demo/fhirs'],
    ['a way up', '127.0.0.1', '/demo/fhir/../x'],
    ['another private network', '10.0.0.1', '/demo/fhir/Patient'],
  ])('is no exception for %s', async (_, address, path) => {
    const before = canary.connections();
    expect(await fetchOwn(address, path)).toMatchObject({ error: { code: 'forbidden-server' } });
    expect(canary.connections()).toBe(before);
  });

  it('leaves no connection behind for what is no exception', async () => {
    const { port } = new URL(await serve((_, response) => response.end('{}')));
    const addresses = ['127.0.0.1', '127.0.0.2'];
    const { fetch } = openOutbound({
      privateNetworks: ['127.0.0.2'],
      ownBases: [`http://ehr.example:${port}/demo/fhir`],
      resolve: async () => [{ address: addresses.shift()!, family: 4 }],
    });
    const ask = (path: string) =>
      fetch({ url: `http://ehr.example:${port}${path}`, deadline: deadlineIn(500), maxBytes: 1000 });
    expect(await ask('/demo/fhir/Patient')).toMatchObject({ ok: true });
    expect(await ask('/admin')).toMatchObject({ ok: false });
  });
});

describe('without an allow list', () => {
  const { fetch } = openOutbound({ privateNetworks: ['127.0.0.0/8', '::1'], resolve: neverResolve });
  const ask = (url: string) => fetch({ url, deadline: deadlineIn(2000), maxBytes: 1000 });

  it.each([
    ...noHttpUrls,
    ['a user', ({ port }) => `http://user@127.0.0.1:${port}/`] as HostileUrl,
    ['a password', ({ port }) => `http://:pw@127.0.0.1:${port}/`] as HostileUrl,
  ])('is refused: %s', async (_, url) => {
    const before = canary.connections();
    expect(await ask(url(to))).toEqual({ ok: false, error: 'not-http' });
    expect(canary.connections()).toBe(before);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed, and the token stays', async (status) => {
    const before = canary.connections();
    const base = await serve((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${canary.port}/` }).end('{}');
    });
    const { fetch } = openOutbound({ privateNetworks: ['127.0.0.1'] });
    const headers = { authorization: `Bearer ${TOKEN}` };
    const answer = await fetch({ url: base, headers, deadline: deadlineIn(2000), maxBytes: 1000 });
    expect(answer).toEqual({ ok: false, error: 'redirect' });
    expect(canary.connections()).toBe(before);
  });
});
