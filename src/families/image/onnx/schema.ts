import protobuf from 'protobufjs/light.js';

const { Root } = protobuf;

const field = (id: number, type: string, rule?: 'repeated') => ({ id, type, ...(rule ? { rule } : {}) });

/** The part of onnx.proto (ONNX IR specification, onnx/onnx) that a convolutional network needs, by its field numbers. */
const root = Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        producerVersion: field(3, 'string'),
        graph: field(7, 'GraphProto'),
        opsetImport: field(8, 'OperatorSetIdProto', 'repeated'),
      },
    },
    OperatorSetIdProto: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    GraphProto: {
      fields: {
        node: field(1, 'NodeProto', 'repeated'),
        name: field(2, 'string'),
        initializer: field(5, 'TensorProto', 'repeated'),
        input: field(11, 'ValueInfoProto', 'repeated'),
        output: field(12, 'ValueInfoProto', 'repeated'),
      },
    },
    NodeProto: {
      fields: {
        input: field(1, 'string', 'repeated'),
        output: field(2, 'string', 'repeated'),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: field(5, 'AttributeProto', 'repeated'),
      },
    },
    AttributeProto: {
      fields: {
        name: field(1, 'string'),
        i: field(3, 'int64'),
        ints: field(8, 'int64', 'repeated'),
        type: field(20, 'int32'),
      },
    },
    TensorProto: {
      fields: {
        dims: field(1, 'int64', 'repeated'),
        dataType: field(2, 'int32'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
      },
    },
    ValueInfoProto: { fields: { name: field(1, 'string'), type: field(2, 'TypeProto') } },
    TypeProto: { fields: { tensorType: field(1, 'TensorTypeProto') } },
    TensorTypeProto: { fields: { elemType: field(1, 'int32'), shape: field(2, 'TensorShapeProto') } },
    TensorShapeProto: { fields: { dim: field(1, 'DimensionProto', 'repeated') } },
    DimensionProto: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } },
  },
});

const modelType = root.lookupType('ModelProto');

export interface OnnxAttribute {
  readonly name: string;
  readonly i?: number;
  readonly ints?: readonly number[];
  readonly type: number;
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly dataType: number;
  /** Little endian. */
  readonly rawData: Uint8Array;
}

/** A value's name and shape; a text is a dimension that is known when the network runs. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly input: readonly OnnxValue[];
  readonly output: readonly OnnxValue[];
}

export const FLOAT = 1;
export const HALF = 10;
export const INT = 2;
export const INTS = 7;

const IR_VERSION = 8;
const OPSET = 13;

const valueInfo = ({ name, shape }: OnnxValue) => ({
  name,
  type: {
    tensorType: {
      elemType: FLOAT,
      shape: { dim: shape.map((d) => (typeof d === 'number' ? { dimValue: d } : { dimParam: d })) },
    },
  },
});

/** The bytes of an ONNX file: IR version 8, operator set 13. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const model = {
    irVersion: IR_VERSION,
    producerName: 'kairos',
    opsetImport: [{ domain: '', version: OPSET }],
    graph: { ...graph, input: graph.input.map(valueInfo), output: graph.output.map(valueInfo) },
  };
  const wrong = modelType.verify(model);
  if (wrong) throw new TypeError(`not an ONNX model: ${wrong}`);
  return modelType.encode(modelType.fromObject(model)).finish();
}

interface Decoded {
  readonly graph?: {
    readonly node?: readonly OnnxNode[];
    readonly initializer?: readonly OnnxTensor[];
    readonly input?: readonly DecodedValue[];
  };
}

interface DecodedValue {
  readonly type?: {
    readonly tensorType?: { readonly shape?: { readonly dim?: readonly { dimValue?: number }[] } };
  };
}

/** What of an ONNX file is read back: its nodes, its numbers, and the fixed sizes of its first input (0 for the others). */
export interface OnnxParts extends Pick<OnnxGraph, 'node' | 'initializer'> {
  readonly inputShape: readonly number[];
}

/** @throws Error where the bytes are no ONNX file */
export function decodeModel(bytes: Uint8Array): OnnxParts {
  const { graph }: Decoded = modelType.toObject(modelType.decode(bytes), { longs: Number, arrays: true });
  const dims = graph?.input?.[0]?.type?.tensorType?.shape?.dim ?? [];
  return {
    node: graph?.node ?? [],
    initializer: graph?.initializer ?? [],
    inputShape: dims.map(({ dimValue = 0 }) => dimValue),
  };
}
