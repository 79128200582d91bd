/** An allowed FHIR base: the origin must be equal and the path must begin with the same whole segments. */
export interface AllowList {
  allows(url: string): boolean;
}

export function allowList(bases: readonly string[]): AllowList {
  const allowed = bases.flatMap((base) => parse(base.replace(/\/+$/, '')) ?? []);
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

/** The URL parser has already resolved dot segments, backslashes, case, default ports and international names. */
function parse(url: string): Parsed | undefined {
  const { origin, pathname, username, password, protocol } = URL.parse(url) ?? {};
  if (!origin || !pathname || username || password || !/^https?:$/.test(protocol ?? '')) return undefined;
  const segments = pathname.replace(/^\/$/, '').split('/').slice(1);
  return segments.some(couldClimb) ? undefined : { origin, segments };
}

/**
 * Whether a server behind the URL could take the segment for a way up or for two segments: encoded slashes and dots,
 * once or several times, `..;x` (path parameters), control characters.
 */
function couldClimb(segment: string): boolean {
  const text = decoded(segment);
  return text === undefined || /[/\\\p{Cc}]/u.test(text) || /^\.{1,2}(;|$)/.test(text);
}

const MOST_DECODINGS = 8;

/** Decoded until there is nothing left to decode; undefined where that does not end well. */
function decoded(segment: string): string | undefined {
  let text = segment;
  for (let i = 0; i < MOST_DECODINGS; i++) {
    if (!/%[0-9a-f]{2}/i.test(text)) return text;
    try {
      text = decodeURIComponent(text);
    } catch {
      return undefined;
    }
  }
  return undefined;
}

const covers = (base: Parsed, candidate: Parsed): boolean =>
  base.origin === candidate.origin && base.segments.every((segment, i) => candidate.segments[i] === segment);
