import type { Binary, DocumentReference, RiskAssessment } from '@medplum/fhirtypes';
import { all } from '../../findings/extension-parts.ts';
import type { Store } from '../../store/contract.ts';

/** The picture that a result is about, with its heat map. */
export interface HeatMap {
  /** What it shows, for who cannot see it. */
  readonly description: string;
  /** `data:` URI of the PNG; absent where the picture is no longer kept. */
  readonly uri?: string;
}

/** Undefined for a result that has none. */
export async function heatMapIn(store: Store, result: RiskAssessment): Promise<HeatMap | undefined> {
  const { reference, display } = all(result, 'explanation-picture')[0]?.valueReference ?? {};
  if (!reference) return undefined;
  const document = await read<DocumentReference>(store, reference, 'DocumentReference');
  const uri = document && (await pictureOf(store, document));
  return { description: display ?? document?.description ?? 'not described', ...(uri ? { uri } : {}) };
}

async function pictureOf(store: Store, { content }: DocumentReference): Promise<string | undefined> {
  const url = content?.[0]?.attachment?.url;
  const binary = url === undefined ? undefined : await read<Binary>(store, url, 'Binary');
  if (binary?.contentType !== 'image/png' || !binary.data || !BASE64.test(binary.data)) return undefined;
  return `data:image/png;base64,${binary.data}`;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A resource by its relative reference; undefined for one of another type or place. */
async function read<T extends DocumentReference | Binary>(
  store: Store,
  reference: string,
  type: T['resourceType'],
): Promise<T | undefined> {
  const [found, id, ...rest] = reference.split('/');
  if (found !== type || !id || rest.length > 0) return undefined;
  return (await store.read(type, id))?.resource as T | undefined;
}
