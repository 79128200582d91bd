import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import express from 'express';

// The baseline: Express 5 that parses the same body with the same limit and returns the same bytes.
const [answerFile = '', limit = ''] = process.argv.slice(2);
const answer = readFileSync(answerFile, 'utf8');

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.post('/cds-services/:id', express.json({ limit: Number(limit) }), (request, response) => {
  if (request.body?.hook !== 'patient-view') throw new Error('the body did not arrive');
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(answer);
});

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
