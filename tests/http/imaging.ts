import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import request from 'supertest';
import { expect } from 'vitest';
import { chestInstance, chestSeries, chestStudy } from '../chart/imaging-studies.ts';
import { toyRegistry } from '../families/image/toy.ts';
import { type RunningKairos, searchset, startKairos } from './kairos.ts';

const RECORDED = resolve(import.meta.dirname, '../jobs/imaging/recorded');

/** The demo picture that the recorded answer holds. */
const INSTANCE = '2.25.46006649945081166056324011545839812393';

/** An archive that answers as it was recorded: the study and the instance that it has, else 404; or as it is told. */
async function openArchive() {
  const answers = { has: true, delayed: Promise.resolve() };
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => {}));
    socket.on('data', async (data) => {
      const [line = ''] = data.toString('latin1').split('\r\n');
      asked.push(line);
      await answers.delayed;
      socket.write(readFileSync(join(RECORDED, `${answers.has ? recordedFor(line) : 'missing'}.http`)));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`,
    asked,
    answers,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

function recordedFor(line: string): string {
  if (line.includes(`/studies/${RECORD.study}/instances?`)) return 'instances';
  return line.includes(`/instances/${INSTANCE} `) ? 'instance' : 'missing';
}

export type Archive = Awaited<ReturnType<typeof openArchive>>;

export const RECORD = {
  study: '2.25.106370369628232919908185652425152737618',
  series: '2.25.304810917722037361381666834879666927375',
  instance: INSTANCE,
} as const;

/** The ImagingStudy of the recorded picture, of yesterday evening. */
export const recordedStudy = (patient: string, rest: Readonly<Record<string, unknown>> = {}) =>
  chestStudy({
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${RECORD.study}` }],
    subject: { reference: `Patient/${patient}` },
    endpoint: undefined,
    series: [
      chestSeries({ uid: RECORD.series, instance: [chestInstance({ uid: RECORD.instance, title: 'AP' })] }),
    ],
    ...rest,
  });

export const child = (id: string, birthDate = '2023-06-01') => ({ resourceType: 'Patient', id, birthDate });

export const viewCall = (patient: { readonly id: string }, studies: readonly object[] | null) => ({
  hook: 'patient-view',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { userId: 'Practitioner/1', patientId: patient.id },
  prefetch: { patient, imaging: studies && searchset(studies) },
});

/** Kairos with the toy network, whose pictures come from the archive. */
async function startImaging(archive: Archive, env: Record<string, string> = {}) {
  const registry = await toyRegistry({ name: 'toy' });
  return startKairos({
    MODELS_DIR: dirname(registry.models[0]!.directory),
    DICOMWEB_URL: archive.url,
    OUTBOUND_PRIVATE_NETWORKS: '127.0.0.1',
    DEADLINE_MS: '5000',
    ...env,
  });
}

const SERVICE = '/cds-services/imaging-patient-view';

export interface Card {
  readonly uuid?: string;
  readonly summary: string;
  readonly detail: string;
  readonly indicator: string;
  readonly links?: readonly { readonly url: string }[];
}

export async function fire(kairos: RunningKairos, body: object): Promise<readonly Card[]> {
  const response = await request(kairos.app).post(SERVICE).send(body);
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  return response.body.cards;
}

/** The cards once nothing is under way any more. */
export async function fireUntilDone(kairos: RunningKairos, body: object): Promise<readonly Card[]> {
  for (;;) {
    const cards = await fire(kairos, body);
    if (!cards.some(({ summary }) => summary.includes('under way'))) return cards;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface Both {
  readonly archive: Archive;
  readonly kairos: RunningKairos;
}

/** An archive of recorded answers, and a server that asks it. */
export async function openBoth(): Promise<Both> {
  const archive = await openArchive();
  return { archive, kairos: await startImaging(archive) };
}

/** It answers again, and at once. */
export function restored({ answers }: Archive): void {
  answers.has = true;
  answers.delayed = Promise.resolve();
}

export async function closeBoth({ archive, kairos }: Both): Promise<void> {
  archive.close();
  await kairos.close();
}
