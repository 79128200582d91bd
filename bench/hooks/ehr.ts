import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Resource } from '@medplum/fhirtypes';
import express from 'express';
import { createDemoEhr } from '../../src/fhir/demo/index.ts';
import { fhirRoutes } from '../../src/http/fhir-routes.ts';

// The demo EHR in a process of its own, with the resources of a file: what Kairos fetches from.
const resources: readonly Resource[] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

const app = express();
app.disable('x-powered-by');
const server = app.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.use(
    '/fhir',
    fhirRoutes(createDemoEhr({ resources: async () => resources, baseUrl: `${base}/fhir` }), 1_000_000),
  );
  process.stdout.write(`${base}\n`);
});
