const PATIENT_REFERENCE =
  /^(?:(https?:\/\/[^?#\s]+)\/)?Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

const LONGEST_REFERENCE = 2_048;

/**
 * Tells whether references mean this patient (FHIR R4, "References": relative, absolute, versioned). Absolute ones
 * must all have the same base, `fhirServer` where that is known: the same id on another server is somebody else.
 * `urn:uuid:` and contained references cannot be told and count as somebody else.
 */
export function subjectOf(patientId: string, fhirServer?: string): (reference: string) => boolean {
  const usual = `Patient/${patientId}`;
  let base = fhirServer === undefined ? undefined : withoutSlash(fhirServer);
  return (reference) => {
    if (reference === usual) return true;
    if (reference.length > LONGEST_REFERENCE) return false;
    const [, server, id] = PATIENT_REFERENCE.exec(reference) ?? [];
    if (id !== patientId) return false;
    if (server === undefined) return true;
    base ??= withoutSlash(server);
    return base === withoutSlash(server);
  };
}

/** The id of the Patient that a literal reference names; undefined for any other reference. */
export const patientIdIn = (reference: string): string | undefined =>
  reference.length > LONGEST_REFERENCE ? undefined : PATIENT_REFERENCE.exec(reference)?.[2];

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
