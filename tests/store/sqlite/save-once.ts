/** Opens the store, saves one resource, closes: `node save-once.ts <folder> <id>`. */
import { systemClock } from '../../../src/kernel/clock.ts';
import { unwrap } from '../../../src/kernel/result.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { risk } from '../resources.ts';

const [directory = '', id = ''] = process.argv.slice(2);
const store = await openSqliteStore({ directory, clock: systemClock });
unwrap(await store.save([risk(id)]));
await store.close();
