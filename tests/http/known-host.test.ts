import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningKairos, startKairos } from './kairos.ts';
import { sendRaw } from './raw-http.ts';

describe('without clients', () => {
  let kairos: RunningKairos;
  beforeAll(async () => {
    kairos = await startKairos({ BASE_URL: 'https://Kairos.example:8443/x' });
  });
  afterAll(() => kairos.close());

  const ask = (host: string, path = '/cds-services') =>
    sendRaw(`http://127.0.0.1:${kairos.port}`, { path, host });

  it.each([
    '127.0.0.1',
    '127.0.0.1:8080',
    'localhost',
    'LOCALHOST:1',
    '[::1]:8080',
    'kairos.example',
    'KAIROS.example:1',
  ])('answers under the host name %s', async (host) => {
    expect((await ask(host)).status).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'kairos.example.evil.example',
    'localhost@evil.example',
    'evil.example@localhost',
    'evil.example#localhost',
    '0.0.0.0',
    '192.168.1.5',
    '169.254.169.254',
    '2130706433',
    '[::ffff:127.0.0.1]',
    'localhost.',
    'localhost, evil.example',
  ])('refuses the host name %s, for every path but the probes (DNS rebinding)', async (host) => {
    for (const path of [
      '/',
      '/cds-services',
      '/fhir/metadata',
      '/insight/RiskAssessment/x',
      '/demo/fhir/Patient',
    ]) {
      const answer = await ask(host, path);
      expect(answer.status, path).toBe(421);
      expect(answer.body).not.toContain('services');
    }
    expect((await ask(host, '/livez')).status).toBe(200);
  });
});

describe('where anybody may call', () => {
  it('answers under any host name', async () => {
    const kairos = await startKairos({ ALLOW_ANONYMOUS: 'true' });
    const answer = await sendRaw(kairos.baseUrl, { path: '/cds-services', host: 'gateway.example' });
    expect(answer.status).toBe(200);
    await kairos.close();
  });
});
