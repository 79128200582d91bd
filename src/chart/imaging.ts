import { z } from 'zod';
import { type Problem, problem } from '../kernel/errors.ts';
import { type Fields, isObject } from '../kernel/json-object.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { type ImagingEndpoint, resolveEndpoint } from './endpoint.ts';
import { earliestInstant, isDateTime, malformedIdentity, referenceTo } from './fhir-elements.ts';
import type { Located } from './located.ts';
import { checkSubject } from './subject-check.ts';

export type { ImagingEndpoint } from './endpoint.ts';

/** A coded element as far as it says something. */
export interface ImagingCode {
  readonly system?: string | undefined;
  readonly code?: string | undefined;
  readonly display?: string | undefined;
}

/** One picture, or file of several frames. */
export interface ImagingInstance {
  /** SOP Instance UID (0008,0018). */
  readonly uid: string;
  /** SOP Class UID (0008,0016). */
  readonly sopClass?: string;
  readonly number?: number | undefined;
  readonly title?: string | undefined;
}

export interface ImagingSeries {
  /** Series Instance UID (0020,000E). */
  readonly uid: string;
  /** Modality (0008,0060), for example `DX`. */
  readonly modality?: string | undefined;
  readonly bodySite?: ImagingCode | undefined;
  readonly description?: string | undefined;
  readonly endpoints: readonly ImagingEndpoint[];
  readonly instances: readonly ImagingInstance[];
}

/** An R4 ImagingStudy as far as pictures are found by it (https://hl7.org/fhir/R4/imagingstudy.html). */
export interface ImagingStudy {
  /** Reference of the resource, with its version where it has one; without an id, the study's UID as a URN. */
  readonly source: string;
  /** Study Instance UID (0020,000D). */
  readonly uid: string;
  readonly status: string;
  /** FHIR dateTime. */
  readonly started?: string | undefined;
  /** Id of the Encounter, where it is a relative reference. */
  readonly encounterId?: string;
  readonly endpoints: readonly ImagingEndpoint[];
  /** Modalities of all of its series, where they are stated. */
  readonly modalities: readonly string[];
  readonly series: readonly ImagingSeries[];
  /** Whether the series are what its archive lists. */
  readonly isListed?: boolean;
}

const OID_URN = 'urn:oid:';
const withoutUrn = (value: string): string =>
  value.startsWith(OID_URN) ? value.slice(OID_URN.length) : value;

/** PS3.5, chapter 9: components of digits, 64 characters at most. Leading zeros are seen in the wild. */
export const DICOM_UID = /^(?=.{3,64}$)\d+(\.\d+)+$/;

const uid = z.string().transform(withoutUrn).pipe(z.string().regex(DICOM_UID));
const code = z.object({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const references = z.array(z.object({ reference: z.string().optional() })).default([]);

const studySchema = z.object({
  id: z.string().optional(),
  identifier: z.array(z.object({ system: z.string().optional(), value: z.string().optional() })).default([]),
  status: z.string(),
  started: z.string().refine(isDateTime).optional(),
  modality: z.array(code).default([]),
  encounter: z.object({ reference: z.string().optional() }).optional(),
  endpoint: references,
  contained: z.array(z.looseObject({})).default([]),
  series: z
    .array(
      z.object({
        uid,
        modality: code.optional(),
        bodySite: code.optional(),
        description: z.string().optional(),
        endpoint: references,
        instance: z
          .array(
            z.object({
              uid,
              sopClass: code.optional(),
              number: z.number().optional(),
              title: z.string().optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

type Study = z.output<typeof studySchema>;

/**
 * The ImagingStudies among resources that nobody checked yet, newest first, with the addresses of the Endpoints that are
 * contained or came along. Fails with `wrong-resource-type`, `wrong-patient`, `required-field` or `invalid-field`, each
 * with the expression of the element. A study without a UID names no picture that could be asked for and is left out.
 */
export function readImaging(
  located: readonly Located[],
  isSubject: (reference: string) => boolean,
): Result<readonly ImagingStudy[]> {
  const endpoints = endpointsAmong(located.map(({ resource }) => resource));
  const studies: ImagingStudy[] = [];
  for (const { resource, expression } of located) {
    if (isEndpoint(resource)) continue;
    if (!isObject(resource) || resource.resourceType !== 'ImagingStudy')
      return err(problem('wrong-resource-type', { expression, diagnostics: 'expected an ImagingStudy' }));
    const wrong = checkSubject(resource, expression, isSubject);
    if (wrong) return err(wrong);
    const path = malformedIdentity(resource);
    if (path) return err(problem('invalid-field', { expression: `${expression}.${path}` }));
    const study = readStudy(resource, expression, endpoints);
    if (!study.ok) return study;
    if (study.value) studies.push(study.value);
  }
  return ok(studies.toSorted((a, b) => startOf(b) - startOf(a)));
}

/** When it was started, in milliseconds since 1970; the earliest of all times where that is not known. */
export const startOf = ({ started }: Pick<ImagingStudy, 'started'>): number =>
  earliestInstant(started) ?? Number.NEGATIVE_INFINITY;

type Endpoints = ReadonlyMap<string, Fields>;

const isEndpoint = (resource: unknown): resource is Fields =>
  isObject(resource) && resource.resourceType === 'Endpoint';

const endpointsAmong = (resources: readonly unknown[], prefix = 'Endpoint/'): Endpoints =>
  new Map(resources.filter(isEndpoint).map((resource) => [`${prefix}${resource.id}`, resource]));

function readStudy(
  resource: Fields,
  expression: string,
  endpoints: Endpoints,
): Result<ImagingStudy | undefined> {
  const parsed = studySchema.safeParse(resource);
  if (!parsed.success) return err(toProblem(parsed.error, resource, expression));
  const { status, started, modality, encounter, series, identifier, endpoint, contained } = parsed.data;
  const found = identifier.find(({ system }) => system === 'urn:dicom:uid')?.value;
  const studyUid = found === undefined ? undefined : withoutUrn(found);
  if (studyUid === undefined) return ok(undefined);
  if (!DICOM_UID.test(studyUid))
    return err(
      problem('invalid-field', { expression: `${expression}.identifier`, diagnostics: 'expected a UID' }),
    );
  const known: Endpoints = new Map([...endpoints, ...endpointsAmong(contained, '#')]);
  const addresses = (list: Study['endpoint']) =>
    list.flatMap(({ reference }) => (reference ? resolveEndpoint(reference, known.get(reference)) : []));
  const encounterId = /^Encounter\/([A-Za-z0-9\-.]{1,64})$/.exec(encounter?.reference ?? '')?.[1];
  return ok({
    source: referenceTo('ImagingStudy', resource) ?? `${OID_URN}${studyUid}`,
    uid: studyUid,
    status,
    started,
    ...(encounterId ? { encounterId } : {}),
    endpoints: addresses(endpoint),
    modalities: modality.flatMap((m) => m.code ?? []),
    series: series.map((one) => ({
      uid: one.uid,
      modality: one.modality?.code,
      bodySite: one.bodySite,
      description: one.description,
      endpoints: addresses(one.endpoint),
      instances: one.instance.map(({ sopClass, ...instance }) => ({
        ...instance,
        ...(sopClass?.code ? { sopClass: withoutUrn(sopClass.code) } : {}),
      })),
    })),
  });
}

function toProblem(error: z.ZodError, resource: Fields, expression: string): Problem {
  const { path = [] } = error.issues[0] ?? {};
  const at = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    expression,
  );
  const isAbsent = valueAt(resource, path) === undefined;
  return problem(isAbsent ? 'required-field' : 'invalid-field', { expression: at });
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key], value);
