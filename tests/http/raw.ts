import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends these bytes and nothing else; everything that comes back until the server closes. */
export async function rawExchange(url: string, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = open(url);
  for (const part of parts) socket.write(part);
  return text(socket);
}

export function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  // A reset after the answer is as good as an end.
  socket.on('error', () => undefined);
  return socket;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The last answer of an exchange; bodies with a length only. */
export function lastAnswer(exchange: string): RawAnswer {
  const start = exchange.lastIndexOf('HTTP/1.1 ');
  const end = exchange.indexOf('\r\n\r\n', start);
  const [statusLine = '', ...lines] = exchange.slice(start, end).split('\r\n');
  const headers = lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string]);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: exchange.slice(end + 4),
  };
}
