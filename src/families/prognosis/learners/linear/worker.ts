import { answerTasks } from '../pool.ts';
import { answerLinearTask } from './tasks.ts';

answerTasks(answerLinearTask);
