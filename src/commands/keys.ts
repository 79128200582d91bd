import { writeKeys } from '../cds-hooks/integrator/key-files.ts';
import { ALGORITHMS, createKeys, isAlgorithm } from '../cds-hooks/integrator/keys.ts';
import { type Command, optionsOf, out, UsageError } from './command.ts';

export const command: Command = {
  usage: `keys [--alg ${ALGORITHMS.join('|')}] [--out DIR] [--force]`,
  does: 'make the key pair of a CDS client: a private key to sign with, and a JWK Set for the other side',
  run,
};

const OPTIONS = {
  alg: { type: 'string', default: 'ES384' },
  out: { type: 'string', default: '.' },
  force: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError(`${positionals[0]} is not understood`);
  const { alg, out: directory, force } = values;
  if (!isAlgorithm(alg)) throw new UsageError(`--alg must be one of: ${ALGORITHMS.join(', ')}`);
  const keys = await createKeys(alg);
  const written = await writeKeys(directory, keys, force);
  if (!written.ok) throw new UsageError(written.error.message);
  const { privateFile, publicFile } = written.value;
  out(`${privateFile}  private: stays with you (kairos hook --key)`);
  out(`${publicFile}  public: for the server that verifies; kid ${keys.privateJwk.kid}`);
}
