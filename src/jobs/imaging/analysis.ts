import type { RiskAssessment } from '@medplum/fhirtypes';
import type { ImagingStudy } from '../../chart/imaging.ts';
import type { ImageModel } from '../../families/image/contract.ts';
import { imageResultIdentity, type PictureFacts } from '../../findings/identity.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import { describeDefect, type Logger } from '../../kernel/logger.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { JobQueue } from '../contract.ts';
import { inTurn } from '../in-turn.ts';
import { addressesOf, archiveOf, placeOf, type ReadFhir } from './addresses.ts';
import { type AnalysisTools, analysePicture, type PictureSubject, type PictureTask } from './analyse.ts';
import { type ChosenPicture, choosePictures } from './choose.ts';
import { rememberFailures } from './failures.ts';
import { createListings } from './listings.ts';
import { createLookOnceListed } from './once-listed.ts';
import type { ListInstances } from './qido.ts';
import { ageIn, factsOf, holdsAt } from './told.ts';

/** What is known of one picture and one model. */
export type PictureState =
  | { readonly state: 'stored'; readonly assessment: RiskAssessment }
  | { readonly state: 'underway'; readonly done: Promise<Result<RiskAssessment>> }
  /** Not tried again for a while. */
  | { readonly state: 'unread'; readonly problem: Problem };

/** What is known of the pictures of a study that a model analyses. */
export interface Pictures {
  readonly model: LoadedModel;
  /** SOP Instance UIDs of the pictures. */
  readonly instances: readonly string[];
  /** Of each picture. */
  readonly states: readonly PictureState[];
  /** How many pictures of the study are of the model's kind; more than there are states where not all are analysed. */
  readonly fitting: number;
  /** Why the archive did not list all pictures of the study; these are those of the record. */
  readonly unlisted?: Problem;
  /** While an archive is asked what pictures a study has: what is known then. Their analysis begins of itself. */
  readonly listing?: Promise<Pictures>;
}

export interface ImagingQuestion {
  readonly studies: readonly ImagingStudy[];
  readonly subject: PictureSubject;
  /** Only studies of the last week. */
  readonly onlyRecent: boolean;
  /** Whether an archive is asked for its pictures though it was a short time ago; pictures are then known later. */
  readonly isAskedAnew?: boolean;
  /** Reads an Endpoint that did not come along. */
  readonly readFhir?: ReadFhir | undefined;
}

/** Pictures are analysed once by each version of a model, as jobs, and their results are found again. */
export interface ImagingAnalysis {
  /** Models that analyse pictures, by name. */
  readonly models: ReadonlyMap<string, LoadedModel>;
  /**
   * What is known of the pictures that the model analyses among these studies; starts what nobody has analysed yet.
   *
   * @throws RangeError for a model that is not one of `models`
   */
  look(model: string, question: ImagingQuestion): Promise<Pictures>;
}

export interface ImagingDependencies extends AnalysisTools {
  readonly models: readonly ImageModel[];
  readonly listInstances: ListInstances;
  readonly queue: JobQueue;
  /** For what only waits for archives. */
  readonly listingQueue: JobQueue;
  readonly log: Logger;
}

/** A study that is older is history: its findings were read long ago. */
const RECENT_DAYS = 7;

/** Pictures of a study that one model analyses. */
const MOST_PICTURES = 3;

type Work = Promise<Result<RiskAssessment>>;

export function createImagingAnalysis(deps: ImagingDependencies): ImagingAnalysis {
  const { store, queue, listInstances, listingQueue, clock, log } = deps;
  const models = new Map(deps.models.map((model) => [model.loaded.manifest.name, model]));
  const failures = rememberFailures(clock);
  const underway = new Map<string, Work>();
  const listings = createListings({ listInstances, queue: listingQueue, clock, log });

  /** Read by its id, which is known beforehand: a search would wait until all that was saved is indexed. */
  async function storedAs(id: string): Promise<RiskAssessment | undefined> {
    const stored = await store.read('RiskAssessment', id);
    return stored?.resource as RiskAssessment | undefined;
  }

  /** A notification names no birth date: what was answered then by the age in the file counts where the record agrees. */
  async function storedWithoutAge(
    facts: PictureFacts,
    model: ImageModel,
    subject: PictureSubject,
  ): Promise<RiskAssessment | undefined> {
    const age = ageIn(facts);
    if (age === undefined) return undefined;
    const stored = await storedAs(keyOf({ ...facts, ageFrom: undefined }, model, subject));
    return stored && holdsAt(age, stored, model) ? stored : undefined;
  }

  async function perform(key: string, place: string, task: PictureTask): Work {
    const known = await storedAs(key);
    if (known) return ok(known);
    const result = await analysePicture(task, deps).catch((cause: unknown) => {
      log.error({ model: nameOf(task), error: describeDefect(cause) }, 'the analysis of a picture failed');
      return err(problem('model-failed'));
    });
    if (result.ok) {
      failures.forget(place);
    } else {
      failures.record(place, result.error);
      log.warn({ model: nameOf(task), code: result.error.code }, 'a picture could not be analysed');
    }
    return result;
  }

  /** The work, started unless it is underway already; undefined where the queue is full. */
  function start(key: string, place: string, task: PictureTask): Work | undefined {
    const known = underway.get(key);
    if (known) return known;
    const work = inTurn(
      queue,
      async () => {
        const result = await perform(key, place, task).catch(() => err(problem('storage-failed')));
        underway.delete(key);
        return result;
      },
      archiveOf(task.addresses),
    );
    if (work) underway.set(key, work);
    return work;
  }

  async function stateOf(
    picture: ChosenPicture,
    model: ImageModel,
    question: ImagingQuestion,
  ): Promise<PictureState> {
    const facts = factsOf(picture, model, question.subject);
    const key = keyOf(facts, model, question.subject);
    const assessment = (await storedAs(key)) ?? (await storedWithoutAge(facts, model, question.subject));
    if (assessment) return { state: 'stored', assessment };
    const known = underway.get(key);
    if (known) return { state: 'underway', done: known };
    const place = `${key}|${placeOf(picture.endpoints, question.readFhir)}`;
    const failure = failures.find(place);
    if (failure) return { state: 'unread', problem: failure };
    const { bases } = await addressesOf(picture.endpoints, question.readFhir);
    const done = start(key, place, { model, picture, addresses: bases, subject: question.subject, facts });
    return done ? { state: 'underway', done } : { state: 'unread', problem: problem('overloaded') };
  }

  function choose(loaded: LoadedModel, { studies, onlyRecent }: ImagingQuestion) {
    const recent = onlyRecent ? { recent: { now: clock.now(), days: RECENT_DAYS } } : {};
    return choosePictures(studies, loaded.manifest.image!.gate, { most: MOST_PICTURES, ...recent });
  }

  async function look(name: string, question: ImagingQuestion): Promise<Pictures> {
    const model = models.get(name);
    if (!model) throw new RangeError(`${name} is no model that analyses pictures`);
    const { pictures, fitting, unlisted } = choose(model.loaded, question);
    if (unlisted) return lookOnceListed(unlisted, model.loaded, question);
    const states = pictures.map((picture) => stateOf(picture, model, question));
    return {
      model: model.loaded,
      instances: pictures.map(({ instanceUid }) => instanceUid),
      states: await Promise.all(states),
      fitting,
    };
  }

  const lookOnceListed = createLookOnceListed({
    listings,
    look,
    fits: (model, study, question) => choose(model, { ...question, studies: [study] }).fitting > 0,
    log,
  });

  return {
    models: new Map([...models].map(([name, { loaded }]) => [name, loaded])),
    look,
  };
}

const nameOf = ({ model }: PictureTask): string => model.loaded.manifest.name;

/** The id of its result. */
const keyOf = (
  facts: PictureFacts,
  { loaded: { manifest } }: ImageModel,
  { patientId }: PictureSubject,
): string => imageResultIdentity(manifest, facts, patientId).id;
