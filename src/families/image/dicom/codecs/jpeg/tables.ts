import { CodestreamError } from '../coded-frame.ts';
import { type HuffmanTable, huffmanTable } from './huffman.ts';

/** The tables that hold from their segment on. */
export interface Tables {
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** Quantisation, in the order of the codestream. */
  readonly quantisation: (Uint16Array | undefined)[];
  /** Minimum coded units between restart markers, 0 for none. */
  restartInterval: number;
}

export const noTables = (): Tables => ({ dc: [], ac: [], quantisation: [], restartInterval: 0 });

/** DHT (T.81 B.2.4.2). */
export function readHuffman(content: Uint8Array, tables: Tables): void {
  for (let at = 0; at < content.length; ) {
    const selector = content[at]!;
    const counts = content.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, n) => sum + n, 0);
    const values = content.subarray(at + 17, at + 17 + total);
    if (counts.length < 16 || values.length < total || total > 256)
      throw new CodestreamError('a whole Huffman table (DHT)');
    const kind = selector >> 4 === 0 ? tables.dc : tables.ac;
    kind[selector & 15] = huffmanTable(counts, values);
    at += 17 + total;
  }
}

/** DQT (T.81 B.2.4.1). */
export function readQuantisation(content: Uint8Array, tables: Tables): void {
  for (let at = 0; at < content.length; ) {
    const bytes = content[at]! >> 4 === 0 ? 1 : 2;
    const values = content.subarray(at + 1, at + 1 + 64 * bytes);
    if (values.length < 64 * bytes) throw new CodestreamError('a whole quantisation table (DQT)');
    tables.quantisation[content[at]! & 15] = Uint16Array.from({ length: 64 }, (_, i) =>
      bytes === 1 ? values[i]! : (values[2 * i]! << 8) | values[2 * i + 1]!,
    );
    at += 1 + 64 * bytes;
  }
}

/** DRI (T.81 B.2.4.4). */
export function readRestart(content: Uint8Array, tables: Tables): void {
  tables.restartInterval = ((content[0] ?? 0) << 8) | (content[1] ?? 0);
}
