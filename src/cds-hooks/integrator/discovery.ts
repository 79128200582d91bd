import { isObject } from '../../kernel/json-object.ts';
import type { Exchange } from './http.ts';

/** What a call needs of a service's description. */
export interface ListedService {
  readonly id: string;
  readonly hook: string;
  readonly title?: string;
  readonly prefetch: Readonly<Record<string, string>>;
}

/** The services of an answer to discovery that can be called, whatever else is wrong with it. */
export function listedServices({ body }: Exchange): readonly ListedService[] {
  const value = body.kind === 'json' ? body.value : undefined;
  const services = isObject(value) && Array.isArray(value.services) ? value.services : [];
  return services.flatMap((service: unknown) => {
    if (!isObject(service) || typeof service.id !== 'string' || typeof service.hook !== 'string') return [];
    const { id, hook, title } = service;
    const prefetch = templatesOf(service.prefetch);
    return [{ id, hook, prefetch, ...(typeof title === 'string' ? { title } : {}) }];
  });
}

const templatesOf = (prefetch: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(isObject(prefetch) ? prefetch : {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    ),
  );
