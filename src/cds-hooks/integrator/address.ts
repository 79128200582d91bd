import { err, ok, type Result } from '../../kernel/result.ts';
import { type Failure, usage } from './failure.ts';

/** Where a CDS server answers (CDS Hooks 2.0.1, "Discovery" and "Calling a CDS Service"). */
export interface Address {
  /** `{baseUrl}/cds-services` */
  readonly discovery: string;
  readonly serviceId?: string;
  /** `{baseUrl}/cds-services/{id}` */
  readonly service?: string;
}

const PATH = /^(.*\/cds-services)(?:\/([^/]+))?$/;

/** An id as discovery lists it; what is no percent-encoding stays as it is. */
function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Reads the address of a service, or of the list of services. */
export function parseAddress(text: string): Result<Address, Failure> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    return err(usage('the address must be an http or https URL without a user name'));
  const [, list, id] = PATH.exec(url.pathname.replace(/\/$/, '')) ?? [];
  if (!list || url.search || url.hash)
    return err(usage('the address must end in /cds-services/<id>, or in /cds-services to look at the list'));
  const discovery = `${url.origin}${list}`;
  if (!id) return ok({ discovery });
  return ok({ discovery, serviceId: decode(id), service: `${discovery}/${id}` });
}
