import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCdsHooks } from '../../../src/cds-hooks/handler.ts';
import type { Card, CdsService } from '../../../src/cds-hooks/types.ts';
import { fixedClock } from '../../../src/kernel/clock.ts';
import { ok, unwrap } from '../../../src/kernel/result.ts';
import { assemble, goodClaims, hmacWith, NOW, signedBy } from '../../cds-hooks/client-auth/tokens.ts';
import { EHR, makeClients, type TestClients } from '../clients.ts';
import { adult, patientViewCall, quantity, type RunningKairos, startKairos } from '../kairos.ts';

// The numbers are those of docs/cds-hooks.md: what CDS Hooks 2.0.1 demands of answers, feedback and security.

const PATH = '/cds-services/prognosis-patient-view';
const directory = mkdtempSync(join(tmpdir(), 'kairos-checklist-'));

let open: RunningKairos;
let guarded: RunningKairos;
let clients: TestClients;

beforeAll(async () => {
  open = await startKairos();
  clients = await makeClients(directory);
  guarded = await startKairos(clients.env, fixedClock(NOW));
});
afterAll(async () => {
  await open.close();
  await guarded.close();
  await clients.jwks.close();
  rmSync(directory, { recursive: true });
});

const fire = async (body: object): Promise<Card[]> =>
  (await request(open.app).post(PATH).send(body).expect(200)).body.cards;

/** A prediction, an abstention and a high risk: every kind of card there is. */
const allCards = async (): Promise<Card[]> => {
  const records = [
    adult(),
    adult('test-2', { '2160-0': undefined }),
    adult('test-3', { '1751-7': quantity(2.2, 'g/dL') }),
  ];
  return (await Promise.all(records.map((r) => fire(patientViewCall(r))))).flat();
};

describe('answers', () => {
  it('14. A service with nothing to say answers with no cards', async () => {
    const silent: CdsService = {
      id: 'silent',
      hook: 'patient-view',
      title: 'Silent',
      description: 'Says nothing',
      concepts: [],
      respond: async () => ({ cards: [], resources: [] }),
    };
    const cds = createCdsHooks({
      services: [silent],
      openFhirSession: () => () => Promise.reject(new Error('nothing is fetched')),
      record: async () => ok(undefined),
      finishLater: () => {},
      deadlineMs: 450,
      clock: fixedClock(NOW),
    });
    const call = await cds.call('silent', patientViewCall(adult()));
    expect(unwrap(call as never)).toEqual({ cards: [] });
  });

  it('15. A card has a summary under 140 characters, an indicator and a source label', async () => {
    for (const card of await allCards()) {
      expect([...card.summary].length).toBeLessThan(140);
      expect(['info', 'warning', 'critical']).toContain(card.indicator);
      expect(card.source.label).toMatch(/\S/);
      expect(card.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(card.detail).not.toMatch(/<[a-z]/i);
    }
  });

  it('16. The source URL is absolute and leads to the model, not to the result', async () => {
    for (const { source } of await allCards()) {
      expect(URL.canParse(source.url ?? '')).toBe(true);
      expect(source.url).not.toContain('/insight/');
    }
  });

  it('17. Suggestions come with a selection behaviour', async () => {
    for (const card of await allCards()) expect('suggestions' in card).toBe('selectionBehavior' in card);
  });

  it('18. No member of later versions is used', async () => {
    expect(JSON.stringify(await allCards())).not.toContain('actionSelectionBehavior');
  });

  it('19. There is no action without type and description', async () => {
    const actions = (await allCards()).flatMap((c) => c.suggestions ?? []).flatMap((s) => s.actions ?? []);
    for (const action of actions) expect(action).toMatchObject({ type: /./, description: /./ });
  });

  it('20. Override reasons have code, system and display', async () => {
    const reasons = (await allCards()).flatMap((c) => c.overrideReasons ?? []);
    expect(reasons.length).toBeGreaterThan(0);
    for (const reason of reasons) {
      expect(Object.keys(reason).sort()).toEqual(['code', 'display', 'system']);
      expect(URL.canParse(reason.system)).toBe(true);
    }
  });

  it('21. Links have label, absolute URL and type, and no appContext when absolute', async () => {
    const links = (await allCards()).flatMap((c) => c.links ?? []);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(link.label).toMatch(/\S/);
      expect(URL.canParse(link.url)).toBe(true);
      expect(['absolute', 'smart']).toContain(link.type);
      if (link.type === 'absolute') expect(link).not.toHaveProperty('appContext');
    }
  });

  it('22. Nothing is done without asking: there are no system actions', async () => {
    const { body } = await request(open.app).post(PATH).send(patientViewCall(adult()));
    expect(Object.keys(body)).toEqual(['cards']);
  });

  it('23. Feedback in batches, with repeats, is taken at its own address', async () => {
    const [card] = await fire(patientViewCall(adult('feedback-1')));
    const outcomeTimestamp = '2026-11-23T12:00:30Z';
    const reason = { code: 'already-known', system: card?.overrideReasons?.[0]?.system };
    const feedback = [
      { card: card?.uuid, outcome: 'accepted', acceptedSuggestions: [], outcomeTimestamp },
      {
        card: card?.uuid,
        outcome: 'overridden',
        overrideReason: { reason, userComment: 'known' },
        outcomeTimestamp,
      },
    ];
    for (let i = 0; i < 2; i++)
      await request(open.app).post(`${PATH}/feedback`).send({ feedback }).expect(200);
    const [risk] = (await request(open.app).get('/fhir/RiskAssessment?subject=Patient/feedback-1')).body
      .entry;
    const stored = await request(open.app).get(`/fhir/Observation?focus=RiskAssessment/${risk.resource.id}`);
    expect(stored.body.total).toBe(2);
  });
});

const claims = (path: string) => goodClaims(EHR, guarded.baseUrl + path);
const good = (path: string) => {
  const { es384 } = clients.keys;
  return assemble({ alg: 'ES384', typ: 'JWT', kid: es384.kid }, claims(path), signedBy(es384, 'ES384'));
};

describe('security', () => {
  it('24. Every call needs a client token, discovery and feedback included', async () => {
    const calls = [
      () => request(guarded.app).get('/cds-services'),
      () => request(guarded.app).post(PATH).send(patientViewCall(adult())),
      () => request(guarded.app).post(`${PATH}/feedback`).send({ feedback: [] }),
    ];
    for (const call of calls) expect((await call()).status).toBe(401);
    const listed = await calls[0]!().set('authorization', `Bearer ${good('/cds-services')}`);
    expect(listed.status).toBe(200);
    const fired = await calls[1]!().set('authorization', `Bearer ${good(PATH)}`);
    expect(fired.status).toBe(200);
  });

  it('25. No token without a signature, of a symmetric algorithm or for another address is accepted', async () => {
    const { es384 } = clients.keys;
    const header = (alg: string) => ({ alg, typ: 'JWT', kid: es384.kid });
    const bad = [
      assemble(header('none'), claims(PATH), () => ''),
      assemble(header('HS256'), claims(PATH), hmacWith(es384.publicPem, 256)),
      good('/cds-services'),
      good(`${PATH}/feedback`),
      good(`${PATH}/`),
    ];
    const bodies = await Promise.all(
      bad.map(async (token) => {
        const call = request(guarded.app).post(PATH).set('authorization', `Bearer ${token}`);
        const { status, text } = await call.send(patientViewCall(adult()));
        return `${status} ${text}`;
      }),
    );
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toMatch(/^401 /);
    const token = good(PATH);
    const replay = () =>
      request(guarded.app).post(PATH).set('authorization', `Bearer ${token}`).send(patientViewCall(adult()));
    expect((await replay()).status).toBe(200);
    expect((await replay()).status).toBe(401);
  });

  it('26. A browser may ask, with Authorization and Content-Type', async () => {
    const preflight = await request(guarded.app)
      .options(PATH)
      .set('origin', 'https://ehr.example')
      .set('access-control-request-method', 'POST')
      .set('access-control-request-headers', 'authorization,content-type');
    expect(preflight.status).toBeLessThan(300);
    expect(preflight.headers['access-control-allow-origin']).toMatch(/^(\*|https:\/\/ehr\.example)$/);
    expect(preflight.headers['access-control-allow-headers']).toMatch(/authorization/i);
    expect(preflight.headers['access-control-allow-headers']).toMatch(/content-type/i);
  });
});
