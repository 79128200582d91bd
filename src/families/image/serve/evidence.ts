import type { Manifest } from '../../../inference/manifest.ts';
import type { Evidence, UsedInput } from '../../../kernel/evidence.ts';
import type { ImageRequest } from '../contract.ts';
import { AGE, ageOf } from './age.ts';

/** What a picture is called whose file says nothing of it. */
const UNNAMED = 'picture';

/** The picture and the age as what an answer, or a refusal, rests on. @param concept of the picture */
export function evidenceOf(
  request: ImageRequest,
  concept: string,
  { inputs, applicability }: Pick<Manifest, 'inputs' | 'applicability'>,
): Evidence {
  const asked = inputs.find((i) => i.concept === AGE);
  if (!asked && !applicability.age)
    return { used: [pictureInput(request, concept)], missing: [], unusable: [] };
  const age = ageInput(request);
  const required = asked?.required === true || applicability.age !== undefined;
  return {
    used: [pictureInput(request, concept), ...(age ? [age] : [])],
    missing: age ? [] : [{ concept: AGE, required, reason: 'none' }],
    unusable: [],
  };
}

function pictureInput({ image, study, date }: ImageRequest, concept: string): UsedInput {
  const { modality, viewPosition, sopInstanceUid } = image;
  return {
    concept,
    value: [modality, viewPosition].filter((word) => word !== undefined).join(' ') || UNNAMED,
    source: study,
    ...(date ? { date } : {}),
    ...(sopInstanceUid ? { instance: sopInstanceUid } : {}),
  };
}

function ageInput(request: ImageRequest): UsedInput | undefined {
  const age = ageOf(request);
  return age && { concept: AGE, value: age.years, unit: 'a', source: age.source };
}
