import { aggregate } from '../insight/feedback/aggregate.ts';
import { type FeedbackData, type FeedbackQuery, readFeedbackData } from '../insight/feedback/read.ts';
import { SPANS, type Span } from '../insight/feedback/spans.ts';
import { systemClock } from '../kernel/clock.ts';
import { dateRange } from '../store/date-range.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { readProtection } from './access.ts';
import { type Command, optionsOf, out, UsageError } from './command.ts';
import { commentsOf, groupJson, linesOf } from './feedback-report.ts';
import { baseUrlOf, settings } from './project.ts';

export const command: Command = {
  usage:
    'feedback [--service ID] [--model NAME] [--since YYYY-MM-DD] [--by day|week|month] [--comments] [--json] | feedback --link',
  does: 'what clinicians did with the cards, by service, model version and reason; --comments prints what they wrote, which may describe patients; --link gives the address of the page',
  run,
};

const OPTIONS = {
  service: { type: 'string' },
  model: { type: 'string' },
  since: { type: 'string' },
  by: { type: 'string', default: 'month' },
  comments: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  link: { type: 'boolean', default: false },
} as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = optionsOf(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError(`${positionals[0]} is not understood`);
  if (values.link) return out(await pageAddress());
  const by = spanOf(values.by);
  const since = values.since === undefined ? undefined : sinceOf(values.since);
  const { service, model } = values;
  const data = await read({
    ...(since ? { since } : {}),
    ...(service === undefined ? {} : { service }),
    ...(model === undefined ? {} : { model }),
  });
  const groups = aggregate(data.cards.values(), data.feedback, by);
  const comments = values.comments ? { comments: commentsOf(data) } : {};
  const head = values.since === undefined ? { by } : { since: values.since, by };
  if (values.json) out(JSON.stringify({ ...head, groups: groups.map(groupJson), ...comments }));
  else out(linesOf(groups, by, comments.comments).join('\n'));
}

const PAGE = '/insight/feedback';

/** Where clients are configured the page opens with a signature only. */
async function pageAddress(): Promise<string> {
  const given = settings();
  const protection = await readProtection(given);
  return baseUrlOf(given) + (protection?.signer.sign(PAGE) ?? PAGE);
}

async function read(query: FeedbackQuery): Promise<FeedbackData> {
  const store = await openSqliteStore({ directory: settings().DATA_DIR, clock: systemClock });
  try {
    return await readFeedbackData(store, query);
  } finally {
    await store.close();
  }
}

function spanOf(text: string): Span {
  const span = SPANS.find((s) => s === text);
  if (!span) throw new UsageError(`--by ${text}: expected ${SPANS.join(', ')}`);
  return span;
}

function sinceOf(text: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dateRange(text) : undefined;
  if (!day) throw new UsageError(`--since ${text}: expected a day such as 2026-11-01`);
  return new Date(day.low);
}
