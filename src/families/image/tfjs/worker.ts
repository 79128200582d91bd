import { serveNetworks } from '../../../inference/onnx/serve.ts';
import { openTensorFlow } from './backend.ts';
import { tensorCompute } from './compute.ts';

// The script of a thread of TensorFlow.js that serves networks.

await openTensorFlow();
serveNetworks(tensorCompute().run);
