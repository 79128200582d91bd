import { freePort, listen } from '../http/server.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLogger } from '../kernel/logger.ts';
import { type Command, noArguments } from './command.ts';
import { compose } from './compose.ts';
import { settings } from './project.ts';

export const command: Command = { usage: 'serve', does: 'run the server', run };

async function run(args: readonly string[]): Promise<void> {
  noArguments(args);
  const asked = settings();
  const port = asked.PORT === 0 ? await freePort(asked.HOST) : asked.PORT;
  const log = createLogger(asked.LOG_LEVEL);
  const kairos = await compose({ ...asked, PORT: port }, systemClock, log);
  const server = await listen(kairos.app, asked.HOST, port);
  log.info({ address: kairos.baseUrl }, 'Kairos is ready');
  const stop = async () => {
    await server.close();
    await kairos.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
