export { feedbackPage } from './feedback/feedback-page.ts';
export { periodOf } from './feedback/periods.ts';
export { modelPage, modelsPage } from './model/model-page.ts';
export type { InputView, ModelView, ThresholdView } from './model/model-view.ts';
export { problemPage } from './problem-page.ts';
export { resultPage } from './result/result-page.ts';
export { tryItPage } from './try-it-page.ts';
