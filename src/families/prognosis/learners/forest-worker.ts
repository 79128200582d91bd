import { growForestPart } from './forest-trees.ts';
import { answerTasks } from './pool.ts';

answerTasks(growForestPart);
