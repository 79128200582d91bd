import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import express from 'express';
import { createDemoArchive } from '../../src/fhir/demo/index.ts';
import { fhirRoutes } from '../../src/http/fhir-routes.ts';

const DEMO = resolve(import.meta.dirname, '../../demo');
/** A made-up child of three with a chest film. */
const PERSON = join(DEMO, 'made-up/made-up-13.json');
const MODEL = 'cxr-pneumonia-paediatric';
const SMALL_LIMIT_BYTES = 1024;

/** The archive of the demo in this process, with the pictures of made-up people. */
export async function startArchive(): Promise<{ readonly url: string; close(): void }> {
  const app = express();
  app.use(fhirRoutes(createDemoArchive(join(DEMO, 'dicom')), SMALL_LIMIT_BYTES));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Analyses one picture of a patient who was not there before: results are kept by patient. Throws without a prediction. */
export async function analyseOnce(kairosUrl: string, patientId: string): Promise<void> {
  const response = await fetch(`${kairosUrl}/fhir/ImagingStudy/$analyze`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(requestFor(patientId)),
  });
  const text = await response.text();
  if (response.status !== 200 || JSON.parse(text).entry?.[0]?.resource.prediction === undefined)
    throw new Error(`expected a prediction, got ${response.status} ${text}`);
}

const { entry }: { entry: { resource: { resourceType: string } }[] } = JSON.parse(
  readFileSync(PERSON, 'utf8'),
);
const resourceOf = (type: string) => entry.find(({ resource }) => resource.resourceType === type)!.resource;

const requestFor = (id: string) => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'imagingStudy',
      resource: { ...resourceOf('ImagingStudy'), subject: { reference: `Patient/${id}` } },
    },
    { name: 'patient', resource: { ...resourceOf('Patient'), id } },
    { name: 'model', valueCode: MODEL },
  ],
});

/** Analyses one picture after the other, so many at a time, until it is stopped; resolves to how many they were. */
export function keepAnalysing(kairosUrl: string, together: number, run: string) {
  let isStopped = false;
  let analysed = 0;
  const next = async (lane: number): Promise<void> => {
    for (let i = 0; !isStopped; i++) {
      await analyseOnce(kairosUrl, `picture-${run}-${lane}-${i}`);
      analysed++;
    }
  };
  const done = Promise.all(Array.from({ length: together }, (_, lane) => next(lane)));
  // Whoever stops it sees the failure; until then it is nobody's.
  done.catch(() => {});
  return {
    async stop(): Promise<number> {
      isStopped = true;
      await done;
      return analysed;
    },
  };
}
