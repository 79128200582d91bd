import type { ImagingInstance, ImagingSeries, ImagingStudy } from '../../chart/imaging.ts';
import { bodyPartOf } from './body-parts.ts';
import type { Listed } from './kept-lists.ts';

/**
 * The series of the archive and of the record. What the archive does not say of them the record may say; the pictures of a
 * series are where it says itself, else where the list came from.
 */
export function completed(study: ImagingStudy, { series, addresses }: Listed): ImagingStudy {
  return {
    ...study,
    isListed: true,
    endpoints: addresses.map((address) => ({ kind: 'wado-rs', address })),
    series: merged(series, study.series, oneSeries),
  };
}

/** All of the first, with what the second say of them, and the others of the second. */
function merged<T extends { readonly uid: string }>(
  listed: readonly T[],
  recorded: readonly T[],
  merge: (listed: T, recorded: T) => T,
): readonly T[] {
  const known = new Map(recorded.map((one) => [one.uid, one]));
  const uids = new Set(listed.map(({ uid }) => uid));
  return [
    ...listed.map((one) => {
      const other = known.get(one.uid);
      return other ? merge(one, other) : one;
    }),
    ...recorded.filter(({ uid }) => !uids.has(uid)),
  ];
}

const oneSeries = (listed: ImagingSeries, recorded: ImagingSeries): ImagingSeries => ({
  uid: listed.uid,
  modality: listed.modality ?? recorded.modality,
  // A body part that nobody here knows says less than one that the record knows.
  bodySite: bodyPartOf(listed.bodySite) === undefined ? recorded.bodySite : listed.bodySite,
  description: listed.description ?? recorded.description,
  endpoints: recorded.endpoints,
  instances: merged(listed.instances, recorded.instances, oneInstance),
});

function oneInstance(listed: ImagingInstance, recorded: ImagingInstance): ImagingInstance {
  const title = listed.title ?? recorded.title;
  return { ...recorded, ...listed, title };
}
