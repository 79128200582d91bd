import type { Identifier, RiskAssessment } from '@medplum/fhirtypes';
import { URI_SYSTEM } from '../kernel/canonical.ts';
import { EXTENSIONS, serviceExtension } from './extensions.ts';

/** A card that showed a result. */
export interface ShownCard {
  readonly uuid: string;
  /** Id of the CDS service that gave it. */
  readonly service: string;
}

const PREFIX = 'urn:uuid:';

/** The card's `uuid` as an identifier of the result behind it, with its service: feedback finds it by this. */
export const cardIdentifier = ({ uuid, service }: ShownCard): Identifier => ({
  extension: [serviceExtension(service)],
  system: URI_SYSTEM,
  value: PREFIX + uuid,
});

/** The search token of a card's identifier. */
export const cardToken = (uuid: string): string => `${URI_SYSTEM}|${PREFIX}${uuid}`;

/** The cards that showed a result; none for one that never was a card. */
export const cardsOf = ({ identifier = [] }: Pick<RiskAssessment, 'identifier'>): readonly ShownCard[] =>
  identifier.flatMap(({ system, value, extension }) => {
    const service = extension?.find((e) => e.url === EXTENSIONS.service)?.valueString;
    const isCard = system === URI_SYSTEM && value?.startsWith(PREFIX);
    return isCard && value && service ? [{ uuid: value.slice(PREFIX.length), service }] : [];
  });
