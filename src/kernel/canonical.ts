/** Base of the canonical URLs of Kairos' own profiles, extensions and code systems. Never changes. */
export const CANONICAL = 'https://kairos-cds.github.io/fhir';

export const extensionUrl = (name: string): string => `${CANONICAL}/StructureDefinition/${name}`;

export const codeSystemUrl = (name: string): string => `${CANONICAL}/CodeSystem/${name}`;

export const profileUrl = extensionUrl;

/** Identifier system of results: `<model>|<version>|<hash of subject and inputs>`. */
export const RESULT_IDENTIFIER_SYSTEM = `${CANONICAL}/NamingSystem/result`;

/** FHIR R4, "Identifier": the system of values that are URIs, such as `urn:uuid:…`. */
export const URI_SYSTEM = 'urn:ietf:rfc:3986';

export const LOINC = 'http://loinc.org';
export const SNOMED = 'http://snomed.info/sct';
export const UCUM = 'http://unitsofmeasure.org';
