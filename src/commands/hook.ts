import { randomUUID } from 'node:crypto';
import { fire } from '../cds-hooks/integrator/fire.ts';
import type { Surroundings } from '../cds-hooks/integrator/http.ts';
import { reportJson, reportLines } from '../cds-hooks/integrator/print/report.ts';
import type { HookReport } from '../cds-hooks/integrator/report.ts';
import { systemClock } from '../kernel/clock.ts';
import { type Command, out, progress } from './command.ts';
import { HOOK_USAGE, orUsage, readHookOptions } from './hook-options.ts';

export const command: Command = {
  usage: HOOK_USAGE,
  does: 'fire a hook at a CDS service, show its cards and check its answer against CDS Hooks 2.0.1',
  run,
};

/** EX_UNAVAILABLE of sysexits.h. */
const UNREACHABLE_EXIT = 69;

async function run(args: readonly string[]): Promise<void> {
  const { options, json, timeoutMs } = await readHookOptions(args);
  const fired = await fire(options, surroundings(timeoutMs));
  if (fired.ok) return show(fired.value, json);
  if (fired.error.kind === 'usage') orUsage(fired);
  unreachable(fired.error.message);
}

/** Exit code 1 when something is not as it SHALL be. */
function show(report: HookReport, json: boolean): void {
  out(json ? reportJson(report) : reportLines(report).join('\n'));
  if (report.findings.some(({ level }) => level === 'error')) process.exitCode = 1;
  const { failure } = report;
  if (failure?.kind === 'unreachable') unreachable(failure.message);
  else if (failure) orUsage({ ok: false, error: failure });
}

function unreachable(message: string): void {
  progress(`kairos: ${message}`);
  process.exitCode = UNREACHABLE_EXIT;
}

const surroundings = (timeoutMs: number): Surroundings => ({
  fetch: globalThis.fetch,
  clock: systemClock,
  newId: randomUUID,
  elapsed: () => performance.now(),
  timeoutMs,
});
