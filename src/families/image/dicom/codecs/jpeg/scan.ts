import { CodestreamError } from '../coded-frame.ts';
import {
  acFirst,
  acRefine,
  type BlockScan,
  type DecodeBlock,
  dcFirst,
  dcRefine,
  type Running,
  sequentialBlock,
} from './blocks.ts';
import { BitReader } from './huffman.ts';
import type { Layout, Plane } from './plane.ts';
import type { Tables } from './tables.ts';

/** One component in a scan. */
interface Part {
  readonly plane: Plane;
  readonly scan: BlockScan;
  readonly running: Running;
}

/** Decodes one scan, whose SOS segment is `header`, into the planes. */
export function decodeScan(
  bytes: Uint8Array,
  header: Uint8Array,
  start: number,
  layout: Layout,
  tables: Tables,
  progressive: boolean,
): void {
  const parts = partsOf(header, layout, tables);
  const [first] = parts;
  if (!first) throw new CodestreamError('a component in a scan');
  const decode = progressive ? progressiveBlock(first.scan, parts.length) : sequentialBlock;
  const reader = new BitReader(bytes, start);
  const alone = parts.length === 1;
  const [across, down] = alone
    ? [first.plane.across, first.plane.down]
    : [layout.mcusAcross, layout.mcusDown];
  for (let mcu = 0; mcu < across * down; mcu++) {
    if (tables.restartInterval > 0 && mcu > 0 && mcu % tables.restartInterval === 0) restart(reader, parts);
    const [row, column] = [Math.floor(mcu / across), mcu % across];
    for (const part of parts) {
      if (alone) decodeAt(reader, part, decode, row, column);
      else decodeUnit(reader, part, decode, row, column);
    }
  }
}

function partsOf(header: Uint8Array, { planes }: Layout, tables: Tables): Part[] {
  const count = header[0] ?? 0;
  if (count > 4 || header.length < 4 + 2 * count) throw new CodestreamError('a whole scan header (SOS)');
  const [from, to, approximation] = [header[1 + 2 * count]!, header[2 + 2 * count]!, header[3 + 2 * count]!];
  if (from > to || to > 63) throw new CodestreamError('a scan of coefficients 0 to 63');
  return Array.from({ length: count }, (_, i) => {
    const [id, selectors] = [header[1 + 2 * i]!, header[2 + 2 * i]!];
    const plane = planes.find(({ component }) => component.id === id);
    if (!plane) throw new CodestreamError('a scan of components of the frame');
    const [dc, ac] = [tables.dc[selectors >> 4], tables.ac[selectors & 15]];
    const scan = { dc, ac, from, to, high: approximation >> 4, low: approximation & 15 };
    return { plane, scan, running: { prediction: 0, endOfBand: 0 } };
  });
}

function progressiveBlock({ from, to, high }: BlockScan, components: number): DecodeBlock {
  if (from === 0 && to > 0) throw new CodestreamError('DC and AC coefficients in scans of their own');
  if (from > 0 && components > 1) throw new CodestreamError('AC coefficients of one component in a scan');
  if (from === 0) return high === 0 ? dcFirst : dcRefine;
  return high === 0 ? acFirst : acRefine;
}

function restart(reader: BitReader, parts: readonly Part[]): void {
  reader.restart();
  for (const { running } of parts) Object.assign(running, { prediction: 0, endOfBand: 0 });
}

/** The blocks of one component in a minimum coded unit. */
function decodeUnit(reader: BitReader, part: Part, decode: DecodeBlock, row: number, column: number): void {
  const { h, v } = part.plane.component;
  for (let y = 0; y < v; y++)
    for (let x = 0; x < h; x++) decodeAt(reader, part, decode, row * v + y, column * h + x);
}

function decodeAt(reader: BitReader, part: Part, decode: DecodeBlock, row: number, column: number): void {
  const { plane, scan, running } = part;
  decode(reader, scan, running, plane.coefficients, 64 * (row * plane.stride + column));
}
