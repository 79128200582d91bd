import { describeStore } from './contract.ts';
import { createSqlitePlace } from './sqlite/place.ts';

describeStore('SQLite store', createSqlitePlace);
