import { problem } from '../../kernel/errors.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

export interface Part {
  /** Media type without its parameters, in lower case; empty where the part has none. */
  readonly type: string;
  readonly body: Uint8Array;
}

const CR = 13;
const LF = 10;
const DASH = 45;
const SPACE = 32;
const TAB = 9;

/** Headers of a part are a few lines: what goes on is no header. */
const MOST_HEADER_BYTES = 16_384;

/** More than any answer for one instance has. */
const MOST_PARTS = 100;

/**
 * The parts of a multipart message (RFC 2046, section 5.1), as views of the body. Lines may end with CRLF or a bare LF;
 * what stands before the first and after the last boundary is left out. Fails with `image-unavailable`.
 */
export function partsOf(body: Uint8Array, contentType: string): Result<readonly Part[]> {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return failed('the answer of the archive has no valid boundary');
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Part[] = [];
  let at = nextBoundary(text, delimiter, 0);
  while (at && !at.isLast) {
    const next = nextBoundary(text, delimiter, at.after);
    if (!next) return failed('the answer of the archive breaks off');
    const part = partOf(text.subarray(at.after, next.before));
    if (!part || parts.push(part) > MOST_PARTS) return failed('the answer of the archive has no valid parts');
    at = next;
  }
  return parts.length > 0 ? ok(parts) : failed('the answer of the archive has no parts');
}

const failed = (diagnostics: string): Result<never> => err(problem('image-unavailable', { diagnostics }));

/** RFC 2046: 1 to 70 characters, not ending with a space; quoted where it has others than a token may have. */
function boundaryOf(contentType: string): string | undefined {
  const match = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]+))/i.exec(contentType);
  const boundary = match?.[1]?.replace(/\\(.)/g, '$1') ?? match?.[2];
  return boundary && /^[\x20-\x7e]{0,69}[\x21-\x7e]$/.test(boundary) ? boundary : undefined;
}

interface Boundary {
  /** Where the part before ends. */
  readonly before: number;
  /** Where the part after begins. */
  readonly after: number;
  readonly isLast: boolean;
}

/** A boundary begins a line and has nothing after it but `--` and white space: pixels may hold the same bytes. */
function nextBoundary(text: Buffer, delimiter: Buffer, from: number): Boundary | undefined {
  for (let start = text.indexOf(delimiter, from); start >= 0; start = text.indexOf(delimiter, start + 1)) {
    if (start > from && text[start - 1] !== LF) continue;
    const end = start + delimiter.length;
    const isLast = text[end] === DASH && text[end + 1] === DASH;
    const after = endOfLine(text, isLast ? end + 2 : end);
    if (after !== undefined && (isLast || after <= text.length))
      return { before: lineEnd(text, start, from), after, isLast };
  }
  return undefined;
}

/** Where the next line begins, beyond the end of the text for its last line; undefined where more than white space comes before. */
function endOfLine(text: Buffer, from: number): number | undefined {
  let end = from;
  while (text[end] === SPACE || text[end] === TAB) end++;
  if (text[end] === CR) end++;
  return end >= text.length || text[end] === LF ? end + 1 : undefined;
}

/** The line break before a boundary belongs to the boundary. */
function lineEnd(text: Buffer, start: number, from: number): number {
  if (start <= from) return start;
  return text[start - 2] === CR && start - 2 >= from ? start - 2 : start - 1;
}

function partOf(text: Buffer): Part | undefined {
  const end = endOfHeaders(text);
  if (!end) return undefined;
  const headers = text.toString('latin1', 0, end.headers).split(/\r?\n/);
  const type = headers.map((line) => /^content-type\s*:\s*([^;\s]+)/i.exec(line)?.[1]).find(Boolean);
  return { type: (type ?? '').toLowerCase(), body: text.subarray(end.body) };
}

/** An empty line ends the headers; a part that begins with one has none. */
function endOfHeaders(text: Buffer): { readonly headers: number; readonly body: number } | undefined {
  let line = 0;
  while (line < Math.min(text.length, MOST_HEADER_BYTES)) {
    const end = text.indexOf(LF, line);
    if (end < 0) return undefined;
    if (end === line || (end === line + 1 && text[line] === CR)) return { headers: line, body: end + 1 };
    line = end + 1;
  }
  return undefined;
}
