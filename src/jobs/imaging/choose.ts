import { type ImagingEndpoint, type ImagingSeries, type ImagingStudy, startOf } from '../../chart/imaging.ts';
import type { ImageGate } from '../../inference/image-manifest.ts';
import { bodyPartOf } from './body-parts.ts';
import { hasPicture, modalitiesOf } from './modalities.ts';

/** One instance that a model is to analyse, and where it may be had. */
export interface ChosenPicture {
  readonly study: ImagingStudy;
  readonly seriesUid: string;
  readonly instanceUid: string;
  /** Of the series first, then of the study. */
  readonly endpoints: readonly ImagingEndpoint[];
}

export interface Choice {
  /** All of one study; the likeliest first. */
  readonly pictures: readonly ChosenPicture[];
  /** How many instances of that study fit. */
  readonly fitting: number;
  /** The study before all others that may have pictures: the record does not list the instances of a series of the kind. */
  readonly unlisted?: ImagingStudy;
}

export interface Choosing {
  /** Studies of the last days only, ending here; absent: whenever they were. */
  readonly recent?: { readonly now: Date; readonly days: number };
  /** Most pictures. */
  readonly most: number;
}

const NONE: Choice = { pictures: [], fitting: 0 };

/**
 * Which instances of which study a model analyses: of the newest study that has any, those whose modality and body part
 * are the model's, in the order of its views. What a record does not say refuses nothing: the file itself is asked again
 * once it is decoded.
 */
export function choosePictures(studies: readonly ImagingStudy[], gate: ImageGate, how: Choosing): Choice {
  const candidates = studies
    .filter((study) => isUsable(study, how))
    .toSorted((a, b) => startOf(b) - startOf(a));
  for (const study of candidates) {
    if (isUnlisted(study, gate)) return { ...NONE, unlisted: study };
    const fitting = study.series
      .filter((series) => isOfBodyPart(series, gate))
      .flatMap(picturesOf(study, gate));
    if (fitting.length === 0) continue;
    const ranked = fitting.toSorted((a, b) => a.rank - b.rank).slice(0, how.most);
    return { pictures: ranked.map(({ picture }) => picture), fitting: fitting.length };
  }
  return NONE;
}

const DAY_MS = 86_400_000;

/** A clock that is behind makes a study no older than it is. */
const AHEAD_MS = DAY_MS;

function isUsable(study: ImagingStudy, { recent }: Choosing): boolean {
  if (study.status !== 'available') return false;
  if (!recent) return true;
  const ageMs = recent.now.getTime() - startOf(study);
  return ageMs <= recent.days * DAY_MS && ageMs >= -AHEAD_MS;
}

/** What says nothing of its modality is not asked for. */
function isUnlisted({ series, modalities, isListed }: ImagingStudy, gate: ImageGate): boolean {
  if (isListed) return false;
  const isOfKind = (stated: readonly string[]) => stated.some((m) => gate.modality.includes(m));
  if (series.length === 0) return isOfKind(modalities);
  return series.some(
    (one) =>
      one.instances.length === 0 &&
      isOfKind(one.modality ? [one.modality] : modalities) &&
      isOfBodyPart(one, gate),
  );
}

function isOfBodyPart({ bodySite }: ImagingSeries, { bodyPart }: ImageGate): boolean {
  const part = bodyPartOf(bodySite);
  return part === undefined || bodyPart.length === 0 || bodyPart.includes(part);
}

interface Ranked {
  readonly picture: ChosenPicture;
  readonly rank: number;
}

const picturesOf =
  (study: ImagingStudy, { modality, view }: ImageGate) =>
  (series: ImagingSeries): readonly Ranked[] =>
    series.instances
      .filter(({ sopClass }) => {
        const stated = series.modality ? [series.modality] : modalitiesOf(sopClass);
        return hasPicture(sopClass) && (stated.length === 0 || stated.some((m) => modality.includes(m)));
      })
      .map(({ uid, title }) => ({
        picture: {
          study,
          seriesUid: series.uid,
          instanceUid: uid,
          endpoints: [...series.endpoints, ...study.endpoints],
        },
        rank: rankOf(viewIn(title) ?? viewIn(series.description), view),
      }));

/** View Position (0018,5101), with the words that titles use for it. */
const VIEW = /\b(PA|AP|LL|RL|LLD|RLD|LLO|RLO|LAT|LATERAL)\b/i;

const viewIn = (text: string | undefined): string | undefined => VIEW.exec(text ?? '')?.[1]?.toUpperCase();

/** The model's views in its order, then those that are not stated, then others. */
function rankOf(stated: string | undefined, wanted: readonly string[]): number {
  if (stated === undefined || wanted.length === 0) return wanted.length;
  const place = wanted.indexOf(stated);
  return place < 0 ? wanted.length + 1 : place;
}
