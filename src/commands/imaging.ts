import { dicomDecoder, openImageModels } from '../families/image/index.ts';
import type { GuardedFetch } from '../fhir/client/guarded-fetch.ts';
import type { ImagingOperations } from '../findings/imaging-operations.ts';
import type { Links } from '../findings/links.ts';
import type { ModelRegistry } from '../inference/registry.ts';
import { createImagingAnalysis, type PictureState } from '../jobs/imaging/analysis.ts';
import { createInstanceList } from '../jobs/imaging/qido.ts';
import { imagingRequests } from '../jobs/imaging/requests.ts';
import { createPictureFetch } from '../jobs/imaging/wado.ts';
import { failureWords } from '../jobs/imaging/words.ts';
import { createInProcessQueue } from '../jobs/in-process.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Settings } from '../kernel/config.ts';
import { describeDefect, type Logger } from '../kernel/logger.ts';
import { unwrap } from '../kernel/result.ts';
import type * as services from '../services/contract.ts';
import type { Store } from '../store/contract.ts';

/** The analysis of pictures, for services and for the FHIR API. */
export interface OpenImaging {
  readonly forServices: services.Imaging;
  readonly operations: ImagingOperations;
  close(): Promise<void>;
}

export interface ImagingParts {
  readonly models: ModelRegistry;
  readonly store: Store;
  readonly links: Links;
  readonly fetch: GuardedFetch;
  /** Bases of DICOMweb services of Kairos itself. */
  readonly ownBases: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** Pictures that wait for their analysis; more are refused until there is room. */
const MOST_JOBS = 1_000;

/** Archives that may hang while another one is asked. */
const FURTHER_ARCHIVES = 4;

/** Of one archive; they need no core. */
const LISTINGS_AT_A_TIME = 2;

/** @throws Error for an image model that does not fit its manifest; undefined where there is none */
export async function openImaging(settings: Settings, parts: ImagingParts): Promise<OpenImaging | undefined> {
  const { models, store, links, clock, log } = parts;
  if (!models.models.some(({ manifest }) => manifest.family === 'image')) return undefined;
  const workers = settings.IMAGE_WORKERS;
  const opened = unwrap(await openImageModels(models, { engine: settings.IMAGE_ENGINE, workers }));
  const decoder = dicomDecoder({ workers, maxBytes: settings.IMAGE_MAX_BYTES });
  const onFailure = (cause: unknown) => log.error({ error: describeDefect(cause) }, 'a job failed');
  const queueOf = (perLane: number) =>
    createInProcessQueue({
      concurrency: perLane * (1 + FURTHER_ARCHIVES),
      ...{ perLane, capacity: MOST_JOBS, onFailure },
    });
  const queue = queueOf(workers);
  const listingQueue = queueOf(LISTINGS_AT_A_TIME);
  const archive = {
    fetch: parts.fetch,
    servers: settings.DICOMWEB_SERVERS,
    url: settings.DICOMWEB_URL,
    template: settings.IMAGE_URL_TEMPLATE,
    authorization: settings.DICOMWEB_AUTHORIZATION,
    ownBases: parts.ownBases,
    maxBytes: settings.IMAGE_MAX_BYTES,
    random: Math.random,
    now: () => clock.now(),
  };
  const analysis = createImagingAnalysis({
    fetchPicture: createPictureFetch(archive),
    listInstances: createInstanceList(archive),
    ...{ models: opened.models, decoder, store, links, clock, queue, listingQueue, log },
  });
  return {
    async forServices({ manifest }, { chart, context, readFhir }) {
      const subject = { patientId: context.patientId, birthDate: chart.patient.birthDate };
      const question = { studies: chart.imaging ?? [], subject, onlyRecent: true, readFhir };
      const { states, fitting, listing, unlisted } = await analysis.look(manifest.name, question);
      return {
        states: listing ? [{ state: 'underway' }] : states.map(shown),
        ...{ fitting, isUnlisted: unlisted !== undefined },
      };
    },
    operations: imagingRequests(analysis),
    async close() {
      await Promise.all([queue.close(), listingQueue.close()]);
      await Promise.all([opened.close(), decoder.close()]);
    },
  };
}

/** What a service is told of a picture. */
function shown(state: PictureState): services.PictureState {
  if (state.state === 'unread') return { state: 'unread', because: failureWords(state.problem) };
  return state.state === 'underway' ? { state: 'underway' } : state;
}
