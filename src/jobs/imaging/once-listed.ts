import type { ImagingEndpoint, ImagingStudy } from '../../chart/imaging.ts';
import type { LoadedModel } from '../../inference/registry.ts';
import { type Problem, problem } from '../../kernel/errors.ts';
import { describeDefect, type Logger } from '../../kernel/logger.ts';
import type { Result } from '../../kernel/result.ts';
import { addressesOf, placeOf, type ReadFhir } from './addresses.ts';
import type { ImagingQuestion, Pictures } from './analysis.ts';
import type { Listings } from './listings.ts';

export interface OnceListedDependencies {
  readonly listings: Listings;
  /** What is known of the pictures of a question's studies. */
  look(model: string, question: ImagingQuestion): Promise<Pictures>;
  /** Whether a study lists pictures of the model's kind. */
  fits(model: LoadedModel, study: ImagingStudy, question: ImagingQuestion): boolean;
  readonly log: Logger;
}

/** What is known of the pictures of a question's studies, of one of which the record does not list all instances. */
export type LookOnceListed = (
  study: ImagingStudy,
  model: LoadedModel,
  question: ImagingQuestion,
) => Promise<Pictures>;

export function createLookOnceListed({ listings, look, fits, log }: OnceListedDependencies): LookOnceListed {
  return async (study, model, question) => {
    const { name } = model.manifest;
    const { readFhir, isAskedAnew = false } = question;
    const lookWith = (listed: ImagingStudy, means: ReadFhir | undefined) =>
      look(name, {
        ...question,
        readFhir: means,
        studies: question.studies.map((one) => (one === study ? listed : one)),
      });

    /** With what the record lists, if there is any of the kind: no older study takes its place. */
    async function lookWithout(reason: Problem, means: ReadFhir | undefined): Promise<Pictures> {
      const asRecorded = { ...study, isListed: true };
      return fits(model, asRecorded, question)
        ? { ...(await lookWith(asRecorded, means)), unlisted: reason }
        : unreadStudy(model, reason);
    }

    /** What the caller can read it can read for as long as its call: not then. */
    async function lookLater(listing: Promise<Result<ImagingStudy>>): Promise<Pictures> {
      try {
        const listed = await listing;
        return await (listed.ok ? lookWith(listed.value, undefined) : lookWithout(listed.error, undefined));
      } catch (cause) {
        log.error({ model: name, error: describeDefect(cause) }, 'pictures could not be looked for');
        return unreadStudy(model, problem('storage-failed'));
      }
    }

    const endpoints = endpointsOf(study);
    const place = placeOf(endpoints, readFhir);
    const addresses = () => addressesOf(endpoints, readFhir);
    const found = listings.find({ study, place, isAskedAnew, addresses });
    if (found.state === 'failed') return lookWithout(found.problem, readFhir);
    if (found.state === 'underway')
      return { model, instances: [], states: [], fitting: 0, listing: lookLater(found.done) };
    // Pictures that are new are analysed of themselves.
    if (found.again) void lookLater(found.again);
    return lookWith(found.study, readFhir);
  };
}

/** Of its series, and of the study. */
const endpointsOf = ({ series, endpoints }: ImagingStudy): readonly ImagingEndpoint[] => [
  ...series.flatMap((one) => one.endpoints),
  ...endpoints,
];

const unreadStudy = (model: LoadedModel, found: Problem): Pictures => ({
  ...{ model, instances: [], fitting: 0 },
  states: [{ state: 'unread', problem: found }],
});
