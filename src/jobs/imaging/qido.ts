import { DICOM_UID, type ImagingInstance, type ImagingSeries } from '../../chart/imaging.ts';
import type { Answer } from '../../fhir/client/send.ts';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { type Archive, openArchive, unavailable } from './archive.ts';

/**
 * Asks the first of the addresses, else the server of the settings, that has a study for its instances, in their series.
 * Fails as `AskArchive` does.
 *
 * @param addresses bases of DICOMweb services, as Endpoints name them
 */
export type ListInstances = (
  studyUid: string,
  addresses: readonly string[],
) => Promise<Result<readonly ImagingSeries[]>>;

/** Attributes that are asked for (PS3.6). */
const TAGS = {
  sopClass: '00080016',
  instance: '00080018',
  modality: '00080060',
  description: '0008103E',
  bodyPart: '00180015',
  view: '00185101',
  series: '0020000E',
  number: '00200013',
} as const;

/** More than a study of films or of ultrasound has. */
const MOST_INSTANCES = 1_000;

/** Of an answer: it is read in the thread that answers calls. */
const MOST_BYTES = 4 * 2 ** 20;

/** By QIDO-RS: PS3.18, 10.6, Search for Instances of a study. */
export function createInstanceList(archive: Archive): ListInstances {
  const ask = openArchive(archive);
  const fields = Object.values(TAGS).map((tag) => `includefield=${tag}`);
  const query = [...fields, `limit=${MOST_INSTANCES}`].join('&');
  return async (studyUid, addresses) =>
    DICOM_UID.test(studyUid)
      ? ask({
          addresses,
          path: `studies/${studyUid}/instances?${query}`,
          accept: 'application/dicom+json',
          maxBytes: MOST_BYTES,
          read: seriesIn,
        })
      : unavailable('the record names no valid UIDs');
}

/** The series of an answer in the DICOM JSON model (PS3.18, annex F). */
function seriesIn({ body }: Answer): Result<readonly ImagingSeries[]> {
  const instances = parsed(body);
  if (!instances) return unavailable('the archive sent no list of instances');
  const series = Map.groupBy(instances, (instance) => textOf(instance, TAGS.series) ?? '');
  return ok([...series].filter(([uid]) => DICOM_UID.test(uid)).map(([uid, found]) => seriesOf(uid, found)));
}

function parsed(body: Buffer): readonly Fields[] | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return Array.isArray(value) && value.every(isObject) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The first value of an attribute. */
function textOf(instance: Fields, tag: string): string | undefined {
  const attribute = instance[tag];
  const values = isObject(attribute) && Array.isArray(attribute.Value) ? attribute.Value : [];
  const text = ['string', 'number'].includes(typeof values[0]) ? String(values[0]).trim() : '';
  return text === '' ? undefined : text;
}

function seriesOf(uid: string, instances: readonly Fields[]): ImagingSeries {
  const first = (tag: string) => instances.map((instance) => textOf(instance, tag)).find(Boolean);
  const bodyPart = first(TAGS.bodyPart);
  return {
    uid,
    modality: first(TAGS.modality),
    description: first(TAGS.description),
    ...(bodyPart ? { bodySite: { code: bodyPart } } : {}),
    endpoints: [],
    instances: instances.flatMap(instanceOf),
  };
}

function instanceOf(instance: Fields): readonly ImagingInstance[] {
  const uid = textOf(instance, TAGS.instance);
  if (uid === undefined || !DICOM_UID.test(uid)) return [];
  const sopClass = textOf(instance, TAGS.sopClass);
  const number = Number(textOf(instance, TAGS.number) ?? Number.NaN);
  return [
    {
      uid,
      ...(sopClass ? { sopClass } : {}),
      ...(Number.isInteger(number) ? { number } : {}),
      title: textOf(instance, TAGS.view),
    },
  ];
}
