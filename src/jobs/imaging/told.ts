import type { RiskAssessment } from '@medplum/fhirtypes';
import { ageAt } from '../../chart/age.ts';
import { isDate } from '../../chart/fhir-elements.ts';
import type { ImageModel } from '../../families/image/contract.ts';
import { AGE, areAlike, isWithin } from '../../families/image/serve/age.ts';
import type { PictureFacts } from '../../findings/identity.ts';
import { storedAnswer } from '../../findings/stored-answer.ts';
import type { PictureSubject } from './analyse.ts';
import type { ChosenPicture } from './choose.ts';

/** What a model is told with a picture, as far as its answer depends on it. */
export function factsOf(
  { instanceUid, study: { started } }: ChosenPicture,
  { gate }: Pick<ImageModel, 'gate'>,
  { birthDate }: PictureSubject,
): PictureFacts {
  const isAged = isDate(birthDate) && started !== undefined && ageAt(birthDate, new Date(started)) >= 0;
  return {
    instance: instanceUid,
    ...(gate ? { gate } : {}),
    ...(isAged ? { ageFrom: [birthDate, started] } : {}),
  };
}

/** Age at the study by the record, in completed years. Of a study without a day it is not known: today's is another. */
export function ageIn({ ageFrom }: PictureFacts): number | undefined {
  if (!ageFrom) return undefined;
  const [birthDate, started] = ageFrom;
  return ageAt(birthDate, new Date(started));
}

/**
 * Whether an answer that was given by the age in the file, for the record's was not known, is the answer by the record's
 * as well: a prediction, by about the same age, for an age that the model is for.
 */
export function holdsAt(age: number, stored: RiskAssessment, { loaded: { manifest } }: ImageModel): boolean {
  const answer = storedAnswer(stored, manifest);
  const used = answer?.evidence.used.find(({ concept }) => concept === AGE)?.value;
  return (
    answer?.kind === 'prediction' &&
    typeof used === 'number' &&
    areAlike(used, age) &&
    isWithin(age, manifest.applicability.age)
  );
}
