import { answer, type Json } from './parts.ts';

const probe = (operationId: string, summary: string, responses: Json): Json => ({
  get: { tags: ['Operation'], operationId, summary, responses },
});

const CHECKS: Json = {
  type: 'object',
  additionalProperties: { type: 'boolean' },
};

export const probePaths: Json = {
  '/livez': probe('live', 'The process answers', {
    200: answer('ok', { type: 'string' }, 'text/plain'),
  }),
  '/readyz': probe('ready', 'It can read its store, has models and is not about to stop', {
    200: answer('Every check passed', CHECKS),
    503: answer('A check failed', CHECKS),
  }),
};
