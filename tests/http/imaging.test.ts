import type { Binary, Bundle, DocumentReference, RiskAssessment } from '@medplum/fhirtypes';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pacs } from '../chart/imaging-studies.ts';
import { emptyMembers } from '../fhir/validate.ts';
import {
  type Archive,
  child,
  closeBoth,
  fire,
  fireUntilDone,
  openBoth,
  RECORD,
  recordedStudy,
  restored,
  viewCall,
} from './imaging.ts';
import type { RunningKairos } from './kairos.ts';

let archive: Archive;
let kairos: RunningKairos;
beforeAll(async () => {
  ({ archive, kairos } = await openBoth());
});
afterEach(() => restored(archive));
afterAll(() => closeBoth({ archive, kairos }));

const get = async <T>(path: string): Promise<T> =>
  (await request(kairos.app).get(`/fhir/${path}`).expect(200)).body;

const resultsOf = async (patient: string) =>
  ((await get<Bundle<RiskAssessment>>(`RiskAssessment?patient=${patient}`)).entry ?? []).map(
    (e) => e.resource!,
  );

const asked = () => archive.asked.length;

describe('discovery', () => {
  it('asks for the newest ImagingStudies and for no values', async () => {
    const { body } = await request(kairos.app).get('/cds-services').expect(200);
    const service = body.services.find((s: { id: string }) => s.id === 'imaging-patient-view');
    expect(service.prefetch).toEqual({
      patient: 'Patient/{{context.patientId}}',
      imaging: 'ImagingStudy?patient={{context.patientId}}&_sort=-started&_count=10',
    });
  });
});

describe('a hook with an ImagingStudy', () => {
  it('says that the analysis is under way, then shows the finding, fetched and computed once', async () => {
    let answer = () => {};
    archive.answers.delayed = new Promise((resolve) => {
      answer = resolve;
    });
    const before = asked();
    const call = viewCall(child('c1'), [recordedStudy('c1')]);
    const [first, ...others] = await fire(kairos, call);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ indicator: 'info', summary: expect.stringContaining('under way') });
    expect(first?.summary).not.toMatch(/\d/);
    await fire(kairos, call);
    answer();
    const [card] = await fireUntilDone(kairos, call);
    expect(card?.summary).toMatch(/^Pneumonia on the chest radiograph .*\d%/i);
    expect(card?.uuid).toBeDefined();
    expect(emptyMembers(card)).toEqual([]);
    expect(await fire(kairos, call)).toEqual([card]);
    expect(archive.asked.slice(before)).toEqual([
      `GET /dicom-web/studies/${RECORD.study}/series/${RECORD.series}/instances/${RECORD.instance} HTTP/1.1`,
    ]);
    expect(await resultsOf('c1')).toHaveLength(1);
  });

  it('keeps a result on the study and the instance, with the card that showed it and its picture', async () => {
    const [card] = await fireUntilDone(kairos, viewCall(child('c2'), [recordedStudy('c2')]));
    const [result] = await resultsOf('c2');
    expect(result).toMatchObject({
      status: 'final',
      subject: { reference: 'Patient/c2' },
      basis: expect.arrayContaining([
        { reference: 'ImagingStudy/study-1' },
        expect.objectContaining({
          identifier: { system: 'urn:dicom:uid', value: `urn:oid:${RECORD.instance}` },
        }),
      ]),
    });
    const uuids = result?.identifier?.filter(({ value }) => value === `urn:uuid:${card?.uuid}`);
    expect(uuids).toHaveLength(1);
    const found = await get<Bundle<DocumentReference>>(
      `DocumentReference?patient=c2&related=RiskAssessment/${result?.id}&type=explanation-picture`,
    );
    expect(found.total).toBe(1);
    const url = found.entry?.[0]?.resource?.content[0]?.attachment.url;
    const binary = await get<Binary>(String(url));
    expect(binary).toMatchObject({ resourceType: 'Binary', contentType: 'image/png' });
    const picture = await request(kairos.app).get(`/fhir/${url}`).set('Accept', 'image/png').expect(200);
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.body).toEqual(Buffer.from(String(binary.data), 'base64'));
  });

  it('takes the age at the study from the record, and says who the model is not for without a number', async () => {
    const [card] = await fireUntilDone(kairos, viewCall(child('c4', '1960-01-01'), [recordedStudy('c4')]));
    expect(card?.summary).toMatch(/^No pneumonia/);
    expect(card?.summary).toContain('age 66');
    expect(`${card?.summary} ${card?.detail}`).not.toContain('%');
    const [result] = await resultsOf('c4');
    expect(result).toMatchObject({ status: 'cancelled' });
    expect(result?.prediction).toBeUndefined();
  });

  it('of which nothing fits has no card', async () => {
    const knee = recordedStudy('c5', { status: 'cancelled' });
    expect(await fire(kairos, viewCall(child('c5'), [knee]))).toEqual([]);
    expect(await fire(kairos, viewCall(child('c5'), []))).toEqual([]);
    expect(await fire(kairos, viewCall(child('c5'), null))).toEqual([]);
    const { imaging: _, ...prefetch } = viewCall(child('c5'), null).prefetch;
    expect(await fire(kairos, { ...viewCall(child('c5'), null), prefetch })).toEqual([]);
  });

  it('of another patient is refused', async () => {
    const call = viewCall(child('c6'), [recordedStudy('somebody-else')]);
    const { body } = await request(kairos.app)
      .post('/cds-services/imaging-patient-view')
      .send(call)
      .expect(422);
    expect(body.issue[0].details.coding[0].code).toBe('wrong-patient');
  });

  it('does not show the result of another patient whose record names the same picture', async () => {
    const call = viewCall(child('c7'), [recordedStudy('c7')]);
    expect((await fire(kairos, call))[0]?.summary).toContain('under way');
    await fireUntilDone(kairos, call);
    expect(await resultsOf('c7')).toHaveLength(1);
  });
});

describe('a study without instances', () => {
  it('is asked for at the archive: under way, and then the finding', async () => {
    const study = recordedStudy('e1', { modality: [{ code: 'DX' }], series: undefined });
    const before = asked();
    const call = viewCall(child('e1'), [study]);
    expect((await fire(kairos, call))[0]?.summary).toContain('under way');
    const [card] = await fireUntilDone(kairos, call);
    expect(card?.summary).toMatch(/\d%/);
    expect(archive.asked.slice(before).map((line) => line.replace(/\?.*/, ''))).toEqual([
      `GET /dicom-web/studies/${RECORD.study}/instances`,
      `GET /dicom-web/studies/${RECORD.study}/instances`,
      `GET /dicom-web/studies/${RECORD.study}/series/${RECORD.series}/instances/${RECORD.instance} HTTP/1.1`,
    ]);
  });
});

describe('an archive', () => {
  it('that does not have the picture is said on the card, and not asked again at once', async () => {
    archive.answers.has = false;
    const before = asked();
    const call = viewCall(child('d1'), [recordedStudy('d1')]);
    const [card] = await fireUntilDone(kairos, call);
    expect(card).toMatchObject({ indicator: 'info' });
    expect(card?.summary).toContain('the picture could not be fetched');
    expect(card?.summary).toContain('404');
    await fire(kairos, call);
    expect(asked()).toBe(before + 1);
    expect(await resultsOf('d1')).toEqual([]);
  });

  it('that a study names and no setting allows is not asked; the configured one is', async () => {
    const study = recordedStudy('d2', { endpoint: [{ reference: 'Endpoint/pacs' }] });
    const [card] = await fireUntilDone(kairos, viewCall(child('d2'), [study, pacs()]));
    expect(card?.summary).toMatch(/\d%/);
  });
});

describe('logs', () => {
  it('say nothing of a patient or a picture', () => {
    const lines = kairos.logLines.join('\n');
    expect(lines).toContain('image-unavailable');
    for (const secret of [RECORD.instance, RECORD.study, 'Patient/', 'ImagingStudy/'])
      expect(lines).not.toContain(secret);
  });
});
