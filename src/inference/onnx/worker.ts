import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { FloatTensor, OnnxNetwork, OnnxOutputs } from './pool.ts';
import { serveNetworks } from './serve.ts';

// The script of a thread of ONNX Runtime: one run at a time, every network opened once.

const sessions = new Map<string, Promise<InferenceSession>>();

serveNetworks(run);

async function run(network: OnnxNetwork, { dims, data }: FloatTensor): Promise<OnnxOutputs> {
  const session = await sessionOf(network);
  const [name, ...others] = session.inputNames;
  if (name === undefined || others.length > 0) throw new Error('the network needs exactly one input');
  const found = await session.run({ [name]: new Tensor('float32', data, [...dims]) });
  return Object.fromEntries(
    Object.entries(found).map(([output, tensor]) => [
      output,
      // A copy, for the memory of the engine cannot be handed over.
      { dims: tensor.dims, data: Float32Array.from(tensor.data as Float32Array) },
    ]),
  );
}

function sessionOf({ id, file }: OnnxNetwork): Promise<InferenceSession> {
  const known = sessions.get(id);
  if (known) return known;
  const opened = InferenceSession.create(new Uint8Array(file).slice(), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  sessions.set(id, opened);
  opened.catch(() => sessions.delete(id));
  return opened;
}
