import { freePort, listen } from '../http/server.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLogger } from '../kernel/logger.ts';
import { type Command, noArguments } from './command.ts';
import { compose } from './compose.ts';
import { settings } from './project.ts';
import { stopOnSignals } from './stopping.ts';

export const command: Command = { usage: 'serve', does: 'run the server', run };

async function run(args: readonly string[]): Promise<void> {
  noArguments(args);
  const asked = settings();
  const port = asked.PORT === 0 ? await freePort(asked.HOST) : asked.PORT;
  const log = createLogger(asked.LOG_LEVEL);
  const kairos = await compose({ ...asked, PORT: port }, systemClock, log);
  await kairos.warmUp();
  const server = await listen(kairos, asked.HOST, port);
  log.info({ address: kairos.baseUrl }, 'Kairos is ready');
  stopOnSignals(async () => {
    log.info({}, 'Kairos is stopping');
    await server.close();
    await kairos.close();
  });
}
