import { answerTasks } from '../pool.ts';
import { trainMachine } from './task.ts';

// The library warns on standard error that it cannot stream its file, which it then reads another way.
console.warn = () => {};
const svm = await (await import('libsvm-js')).default;

answerTasks(trainMachine(svm));
