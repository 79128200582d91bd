import { isObject } from '../../../kernel/json-object.ts';

/** A value inside a JSON document, and where it is. */
export interface Node {
  readonly path: string;
  readonly value: unknown;
  readonly depth: number;
  /** Inside a FHIR resource, which has rules of its own. */
  readonly inResource: boolean;
}

/** Every value of a document, without recursion: the document is somebody else's. */
export function* nodesOf(value: unknown, path: string): Generator<Node> {
  const stack: Node[] = [{ path, value, depth: 0, inResource: false }];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    for (const child of childrenOf(node).reverse()) stack.push(child);
  }
}

function childrenOf({ path, value, depth, inResource }: Node): Node[] {
  if (Array.isArray(value))
    return value.map((v, i) => ({ path: `${path}[${i}]`, value: v, depth: depth + 1, inResource }));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, v]) => ({
    path: memberPath(path, name),
    value: v,
    depth: depth + 1,
    inResource: inResource || (name === 'resource' && isObject(v)),
  }));
}

export const memberPath = (path: string, name: string): string =>
  /^\w+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;

const DEEPEST = 100;

/** Deeper than any card or resource, and perhaps than a stack. */
export function isTooDeep(value: unknown): boolean {
  const stack: [unknown, number][] = [[value, 0]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [v, depth] = top;
    if (typeof v !== 'object' || v === null) continue;
    if (depth === DEEPEST) return true;
    for (const child of Object.values(v)) stack.push([child, depth + 1]);
  }
  return false;
}
