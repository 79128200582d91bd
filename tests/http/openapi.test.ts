import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hooks } from '../../src/cds-hooks/hooks.ts';
import { createCdsHooks } from '../../src/cds-hooks/handler.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { searchableTypes, searchParams } from '../../src/store/search-index.ts';
import { CONTEXTS } from '../cds-hooks/contexts.ts';
import { fixedClock } from '../../src/kernel/clock.ts';
import { ok } from '../../src/kernel/result.ts';
import { adult, NOW, patientViewCall, type RunningKairos, startKairos } from './kairos.ts';

const SERVICE = '/cds-services/prognosis-patient-view';

// biome-ignore lint/suspicious/noExplicitAny: the document is read as whoever gets it reads it
type Document = any;

let kairos: RunningKairos;
let document: Document;
beforeAll(async () => {
  kairos = await startKairos();
  document = await (await fetch(`${kairos.baseUrl}/openapi.json`)).json();
});
afterAll(() => kairos.close());
