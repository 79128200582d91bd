import type { Binary } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, problemOf, startApi } from './server.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

const BINARY: Binary = {
  resourceType: 'Binary',
  id: 'b1',
  contentType: 'image/png',
  data: PNG.toString('base64'),
};

let api: Api;
beforeAll(async () => {
  api = await startApi([BINARY]);
});
afterAll(() => api.close());

describe('a Binary', () => {
  it.each([
    'image/png',
    'image/*',
    'IMAGE/PNG',
    'image/avif,image/webp,image/png,*/*;q=0.8',
    'application/fhir+json;q=0.5, image/png',
    'application/fhir+xml, image/png;q=0.1',
  ])('is its content to who prefers it: %s', async (accept) => {
    const { body, headers } = await api.get('Binary/b1', { Accept: accept }).expect(200);
    expect(body).toEqual(PNG);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '8',
      'x-content-type-options': 'nosniff',
      etag: 'W/"1"',
    });
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  it.each([
    '',
    '*/*',
    'application/fhir+json',
    'application/json, image/png',
    'image/png;q=0.2, application/fhir+json',
  ])('is a resource to everybody else: %s', async (accept) => {
    const { body, headers } = await api.get('Binary/b1', { Accept: accept }).expect(200);
    expect(body).toMatchObject(BINARY);
    expect(headers['content-type']).toBe('application/fhir+json; charset=utf-8');
  });

  it('is a resource where _format says so', async () => {
    const { body } = await api.get('Binary/b1?_format=json', { Accept: 'image/png' }).expect(200);
    expect(body.resourceType).toBe('Binary');
  });

  it.each(['image/jpeg', 'text/html', 'image/png;q=0'])('is not had as %s', async (accept) => {
    const { body } = await api.get('Binary/b1', { Accept: accept }).expect(406);
    expect(problemOf(body).code).toBe('not-acceptable');
  });

  it('is known by its version', async () => {
    await api.get('Binary/b1', { Accept: 'image/png', 'If-None-Match': 'W/"1"' }).expect(304);
  });

  it('has a history', async () => {
    expect((await api.get('Binary/b1/_history').expect(200)).body.total).toBe(1);
    expect((await api.get('Binary/b1/_history/1', { Accept: 'image/png' }).expect(200)).body).toEqual(PNG);
  });

  it('is not searched, and what is not there is not found', async () => {
    expect(problemOf((await api.get('Binary').expect(400)).body).code).toBe('not-supported');
    await api.get('Binary/b2').expect(404);
    await api.get('Binary/b2', { Accept: 'image/png' }).expect(404);
    await api.send('put', 'Binary/b1').send({}).expect(405);
  });
});
