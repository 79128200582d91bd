import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Status line, headers and body as they came, with the date taken out. */
  readonly text: string;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly host?: string | undefined;
}

/** One request over a connection of its own, as bytes: header values that no client library would send included. */
export function sendRaw(baseUrl: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(baseUrl);
  const { method = 'GET', path, headers = [], body = '' } = request;
  const head = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${request.host ?? host}`,
    'Connection: close',
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
    ...headers,
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(parse(Buffer.concat(chunks).toString('utf8'))));
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    text: text.replace(/\r\nDate: [^\r]*/, ''),
    body: rest.join('\r\n\r\n'),
  };
}
