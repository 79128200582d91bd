/** An allowed FHIR base: the origin must be equal and the path must begin with the same whole segments. */
export interface AllowList {
  allows(url: string): boolean;
}

export function allowList(bases: readonly string[]): AllowList {
  const allowed = bases.flatMap((base) => parse(base) ?? []);
  return {
    allows(url) {
      const candidate = parse(url);
      return candidate !== undefined && allowed.some((base) => covers(base, candidate));
    },
  };
}

interface Parsed {
  readonly origin: string;
  readonly segments: readonly string[];
}

function parse(url: string): Parsed | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname, username, password, protocol } = new URL(url);
  if (username || password || !/^https?:$/.test(protocol)) return undefined;
  const segments = pathname.split('/').filter(Boolean);
  return segments.some((s) => /%2f|%5c/i.test(s)) ? undefined : { origin, segments };
}

const covers = (base: Parsed, candidate: Parsed): boolean =>
  base.origin === candidate.origin && base.segments.every((segment, i) => candidate.segments[i] === segment);
