import { boostBag } from './boosting-bag.ts';
import { answerTasks } from './pool.ts';

answerTasks(boostBag);
