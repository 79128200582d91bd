import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CodestreamError } from './coded-frame.ts';

/** A decoder object of the @cornerstonejs codecs. */
interface WasmDecoder {
  /** Room in WASM memory for the codestream. */
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): FrameInfo;
  /** A view of WASM memory: gone with the decoder. */
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

export interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

interface WasmModule {
  readonly HEAPU8: Uint8Array;
  readonly [decoder: string]: (new () => WasmDecoder) | unknown;
}

type Factory = (options: Record<string, unknown>) => Promise<WasmModule>;

/** A codec: the package's JavaScript, its WASM file, and the class that decodes. */
export interface WasmCodec {
  readonly script: string;
  readonly wasm: string;
  readonly decoder: string;
}

export interface Decoded {
  readonly info: FrameInfo;
  readonly bytes: Uint8Array;
}

const require = createRequire(import.meta.url);
const compiled = new Map<string, WebAssembly.Module>();
const instances = new Map<string, WasmModule>();
let largest = 0;

/** The most memory, in bytes, that a codec of this thread has grown to. It does not shrink: WASM memory cannot. */
export const wasmBytes = (): number => largest;

/** Decodes one codestream. After a failure the instance is given up, for its memory may be in disorder. */
export async function decodeWithWasm(codec: WasmCodec, codestream: Uint8Array): Promise<Decoded> {
  const instance = await instanceOf(codec);
  try {
    return decodeIn(instance, codec, codestream);
  } catch (cause) {
    instances.delete(codec.wasm);
    throw cause instanceof CodestreamError ? cause : new CodestreamError('a codestream that can be decoded');
  } finally {
    largest = Math.max(largest, instance.HEAPU8.length);
  }
}

function decodeIn(instance: WasmModule, codec: WasmCodec, codestream: Uint8Array): Decoded {
  const decoder = new (instance[codec.decoder] as new () => WasmDecoder)();
  decoder.getEncodedBuffer(codestream.length).set(codestream);
  decoder.decode();
  const decoded = { info: { ...decoder.getFrameInfo() }, bytes: decoder.getDecodedBuffer().slice() };
  decoder.delete();
  return decoded;
}

async function instanceOf(codec: WasmCodec): Promise<WasmModule> {
  const known = instances.get(codec.wasm);
  if (known) return known;
  const module = compiledOf(codec);
  const silent = () => {};
  const instance = await (require(codec.script) as Factory)({
    print: silent,
    printErr: silent,
    instantiateWasm(imports: WebAssembly.Imports, done: (made: WebAssembly.Instance) => void) {
      const made = new WebAssembly.Instance(module, imports);
      done(made);
      return made.exports;
    },
  });
  instances.set(codec.wasm, instance);
  return instance;
}

function compiledOf({ wasm }: WasmCodec): WebAssembly.Module {
  const known = compiled.get(wasm);
  if (known) return known;
  const module = new WebAssembly.Module(readFileSync(require.resolve(wasm)));
  compiled.set(wasm, module);
  return module;
}
