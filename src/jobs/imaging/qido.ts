import { DICOM_UID, type ImagingInstance, type ImagingSeries } from '../../chart/imaging.ts';
import type { Answer } from '../../fhir/client/send.ts';
import { type Deadline, deadlineIn } from '../../kernel/deadline.ts';
import { type Fields, isObject } from '../../kernel/json-object.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { type Archive, type ArchiveQuestion, openArchive, unavailable } from './archive.ts';

/**
 * Asks the first of the addresses, else the server of the settings, that has a study for its instances, in their series
 * and in the order of their numbers. Fails with `image-unavailable`, also where there is none, or with `forbidden-server`.
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
  study: '0020000D',
  series: '0020000E',
  seriesNumber: '00200011',
  number: '00200013',
} as const;

/** Instances asked for at a time: some archives refuse to give more. */
const PAGE = 200;

/** More than a study of films or of ultrasound has. */
const MOST_INSTANCES = 2_000;

/** Of an answer: it is read in the thread that answers calls. */
const MOST_BYTES = 2 * 2 ** 20;

/** For all pages. */
const PATIENCE_MS = 60_000;
const MOST_PAGES = 40;

/** By QIDO-RS: PS3.18, 10.6, Search for Instances of a study. All pages come from the archive that gave the first. */
export function createInstanceList(archive: Archive): ListInstances {
  const ask = openArchive(archive);
  return async (studyUid, addresses) => {
    if (!DICOM_UID.test(studyUid)) return unavailable('the record names no valid UIDs');
    const deadline = deadlineIn(PATIENCE_MS);
    const found = new Map<string, Fields>();
    let page = await ask({ ...pageOf(studyUid, 0, deadline), addresses });
    let offset = 0;
    for (let pages = 1; pages <= MOST_PAGES; pages++) {
      if (!page.ok) return page;
      const goesOn = take(page.value.instances, studyUid, found);
      if (!goesOn.ok) return goesOn;
      if (!goesOn.value) return seriesOf([...found.values()]);
      offset += page.value.instances.length;
      const { base } = page.value;
      page = await ask({ ...pageOf(studyUid, offset, deadline), addresses: [base], isOnlyThere: true });
    }
    return unavailable(`the archive needs more than ${MOST_PAGES} pages for the study`);
  };
}

/**
 * Adds a page to what was found before. An archive may give less than it is asked for, and one that knows no pages gives
 * the same again; one whose pages overlap may leave others out.
 *
 * @returns whether there may be more
 */
function take(page: readonly Fields[], studyUid: string, found: Map<string, Fields>): Result<boolean> {
  const usable = page.filter((instance) => isUsable(instance, studyUid));
  const uids = new Set(usable.map((instance) => uidOf(instance, TAGS.instance)!));
  const known = [...uids].filter((uid) => found.has(uid)).length;
  if (known === uids.size) return ok(false);
  if (known > 0) return unavailable('the pages of the archive overlap');
  for (const instance of usable) found.set(uidOf(instance, TAGS.instance)!, instance);
  return found.size > MOST_INSTANCES
    ? unavailable(`the study has more than ${MOST_INSTANCES} pictures`)
    : ok(true);
}

interface Page {
  readonly instances: readonly Fields[];
  readonly base: string;
}

const FIELDS = Object.values(TAGS)
  .map((tag) => `includefield=${tag}`)
  .join('&');

/** Only the first page must have something: another archive may have the study. */
const pageOf = (
  studyUid: string,
  offset: number,
  deadline: Deadline,
): Omit<ArchiveQuestion<Page>, 'addresses'> => ({
  path: `studies/${studyUid}/instances?${FIELDS}&limit=${PAGE}&offset=${offset}`,
  accept: 'application/dicom+json',
  maxBytes: MOST_BYTES,
  deadline,
  none: offset === 0 ? NOTHING : ok({ instances: [], base: '' }),
  read(answer, base = '') {
    const instances = instancesIn(answer);
    if (!instances) return unavailable('the archive sent no list of instances');
    return instances.length === 0 && offset === 0 ? NOTHING : ok({ instances, base });
  },
});

const NOTHING = unavailable('the archive lists nothing of the study');

/** An answer in the DICOM JSON model (PS3.18, annex F). */
function instancesIn({ body }: Answer): readonly Fields[] | undefined {
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

function uidOf(instance: Fields, tag: string): string | undefined {
  const text = textOf(instance, tag);
  return text !== undefined && DICOM_UID.test(text) ? text : undefined;
}

/** With UIDs, and of the study, which an archive need not say. */
const isUsable = (instance: Fields, studyUid: string): boolean =>
  uidOf(instance, TAGS.instance) !== undefined &&
  uidOf(instance, TAGS.series) !== undefined &&
  (textOf(instance, TAGS.study) ?? studyUid) === studyUid;

/** What has no number comes last. */
function numberOf(instance: Fields, tag: string): number {
  const number = Number(textOf(instance, tag) ?? Number.NaN);
  return Number.isInteger(number) ? number : Number.POSITIVE_INFINITY;
}

/** Archives list in any order. */
function byNumber(tag: string, uid: string) {
  return (a: Fields, b: Fields): number => {
    const [first, second] = [numberOf(a, tag), numberOf(b, tag)];
    if (first !== second) return first < second ? -1 : 1;
    return (textOf(a, uid) ?? '').localeCompare(textOf(b, uid) ?? '');
  };
}

function seriesOf(instances: readonly Fields[]): Result<readonly ImagingSeries[]> {
  if (instances.length === 0) return NOTHING;
  const ordered = instances.toSorted(byNumber(TAGS.seriesNumber, TAGS.series));
  const series = Map.groupBy(ordered, (instance) => uidOf(instance, TAGS.series)!);
  return ok([...series].map(([uid, found]) => oneSeries(uid, found)));
}

function oneSeries(uid: string, instances: readonly Fields[]): ImagingSeries {
  const first = (tag: string) => instances.map((instance) => textOf(instance, tag)).find(Boolean);
  const bodyPart = first(TAGS.bodyPart);
  return {
    uid,
    modality: first(TAGS.modality),
    description: first(TAGS.description),
    ...(bodyPart ? { bodySite: { code: bodyPart } } : {}),
    endpoints: [],
    instances: instances.toSorted(byNumber(TAGS.number, TAGS.instance)).map(oneInstance),
  };
}

function oneInstance(instance: Fields): ImagingInstance {
  const sopClass = textOf(instance, TAGS.sopClass);
  const number = numberOf(instance, TAGS.number);
  return {
    uid: uidOf(instance, TAGS.instance)!,
    ...(sopClass ? { sopClass } : {}),
    ...(Number.isFinite(number) ? { number } : {}),
    title: textOf(instance, TAGS.view),
  };
}
