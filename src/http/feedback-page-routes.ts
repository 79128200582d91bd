import { Router } from 'express';
import { feedbackPage, periodOf } from '../insight/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Store } from '../store/contract.ts';

/** `/insight/feedback`. It reads every card of a period, so those who ask for the same at once get the same answer. */
export function feedbackPageRoutes(store: Store, clock: Clock): Router {
  const underway = new Map<string, Promise<string>>();

  function pageFor(period: string, signature: string | undefined): Promise<string> {
    const key = JSON.stringify([period, signature]);
    const known = underway.get(key);
    if (known) return known;
    const page = feedbackPage({ store, now: clock.now() }, period, signature);
    underway.set(
      key,
      page.finally(() => underway.delete(key)),
    );
    return page;
  }

  const router = Router();
  router.get('/insight/feedback', async (request, response) => {
    const period = periodOf(request.query.period).key;
    const { s } = request.query;
    response.type('html').send(await pageFor(period, typeof s === 'string' ? s : undefined));
  });
  return router;
}
