import { checkApplicability, type Selection } from '../../../chart/select.ts';
import type { Chart } from '../../../chart/types.ts';
import type { Manifest } from '../../../inference/manifest.ts';
import type { Abstention } from '../../../inference/prediction.ts';
import { shared } from '../../../inference/shared.ts';

/** Why the model must not answer, if so: it was not made for this person, or something required is not there. */
export function abstentionOn(chart: Chart, selection: Selection, manifest: Manifest): Abstention | undefined {
  const reason = checkApplicability(chart, manifest.applicability) ?? selection.blocking;
  if (!reason) return undefined;
  return { kind: 'abstention', ...shared(manifest), ...reason, evidence: selection.evidence };
}
