import type { RiskAssessment } from '@medplum/fhirtypes';
import type { ImageModel } from '../../families/image/contract.ts';
import type { DicomDecoder } from '../../families/image/dicom/client.ts';
import type { DicomImage } from '../../families/image/dicom/types.ts';
import { findingFor } from '../../findings/finding.ts';
import type { PictureFacts } from '../../findings/identity.ts';
import type { Links } from '../../findings/links.ts';
import type { Clock } from '../../kernel/clock.ts';
import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Store } from '../../store/contract.ts';
import type { ChosenPicture } from './choose.ts';
import { ageIn } from './told.ts';
import type { FetchPicture } from './wado.ts';

/** Whose picture it is, as the record says. */
export interface PictureSubject {
  readonly patientId: string;
  /** FHIR date. */
  readonly birthDate?: string | undefined;
}

export interface AnalysisTools {
  readonly fetchPicture: FetchPicture;
  readonly decoder: DicomDecoder;
  readonly store: Store;
  readonly links: Links;
  readonly clock: Clock;
}

/** One model, one picture of one patient. */
export interface PictureTask {
  readonly model: ImageModel;
  readonly picture: ChosenPicture;
  /** Bases of DICOMweb services that may have it. */
  readonly addresses: readonly string[];
  readonly subject: PictureSubject;
  /** What its result is known by. */
  readonly facts: PictureFacts;
}

/** Fetches, decodes and analyses a picture, and stores the result: a prediction, or the model's refusal and why. */
export async function analysePicture(
  task: PictureTask,
  tools: AnalysisTools,
): Promise<Result<RiskAssessment>> {
  const image = await openPicture(task, tools);
  if (!image.ok) return image;
  const { model, picture, subject, facts } = task;
  const { source, started, encounterId } = picture.study;
  const years = ageIn(facts);
  const analysis = await model.analyse({
    image: image.value,
    study: source,
    ...(started ? { date: started } : {}),
    ...(years === undefined ? {} : { age: { years, source: `Patient/${subject.patientId}` } }),
  });
  if (!analysis.ok) return analysis;
  const { output, explanation } = analysis.value;
  const finding = findingFor(output, {
    patientId: subject.patientId,
    ...(encounterId ? { encounterId } : {}),
    now: tools.clock.now(),
    loaded: model.loaded,
    links: tools.links,
    picture: facts,
    ...(explanation ? { explanation } : {}),
  });
  const resources = finding.resources();
  const saved = await tools.store.save(resources);
  if (!saved.ok) return saved;
  return ok(resources.find((r): r is RiskAssessment => r.resourceType === 'RiskAssessment')!);
}

async function openPicture(
  { picture, addresses }: PictureTask,
  { fetchPicture, decoder }: AnalysisTools,
): Promise<Result<DicomImage>> {
  const { study, seriesUid, instanceUid } = picture;
  const uids = { study: study.uid, series: seriesUid, instance: instanceUid };
  const file = await fetchPicture(uids, addresses);
  if (!file.ok) return file;
  const image = await decoder.decode(file.value);
  if (!image.ok) return image;
  const { sopInstanceUid, studyInstanceUid = study.uid } = image.value;
  const isAsked = sopInstanceUid === instanceUid && studyInstanceUid === study.uid;
  return isAsked ? image : err(problem('image-mismatch'));
}
