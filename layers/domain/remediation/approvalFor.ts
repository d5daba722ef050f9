import * as z from 'zod';
import { type Severity, severityRank } from '../anomaly/anomaly.ts';
import { Duration, seconds } from '../configuration/configuration.ts';
import type { Policy } from '../policy/policy.ts';
import { readSeverity } from '../policy/testValue.ts';
import { type Approval, neededApproval } from './approval.ts';
import type { AutonomyNow } from './autonomy.ts';

const MINUTE = 60;
const DEFAULT_TIMEOUT = 10 * MINUTE;
/** The longest that an execution waits for a person. */
export const MOST_TIMEOUT = 24 * 60 * MINUTE;

const Asked = z.object({ guards: z.object({ approval: z.unknown() }) });
const Wanted = z.object({
  above: z.string(),
  timeout: Duration.optional(),
  on_timeout: z.enum(['escalate', 'reject']).default('escalate'),
});

/**
 * Whether a person is asked before a policy's action, and why; null where nobody is. What its author wrote and cannot be
 * read, and a cause of unknown severity, ask: it was written to be asked.
 */
export function approvalFor(
  policy: Policy | null,
  autonomy: Pick<AutonomyNow, 'level' | 'reason'>,
  severity: Severity | null,
): Approval | null {
  const written = Asked.safeParse(policy?.written);
  const said = written.success && written.data.guards.approval !== undefined;
  const read = said ? Wanted.safeParse(written.data.guards.approval) : undefined;
  const wanted = read?.success ? read.data : undefined;
  const how = {
    timeout_seconds: Math.min(MOST_TIMEOUT, wanted?.timeout === undefined ? DEFAULT_TIMEOUT : seconds(wanted.timeout)),
    on_timeout: wanted?.on_timeout ?? ('escalate' as const),
  };
  if (autonomy.level === 'suggest') return neededApproval(autonomy.reason, how);
  if (!said) return null;
  const above = readSeverity(wanted?.above);
  if (above === undefined) return neededApproval("the policy's approval cannot be read", how);
  if (severity === null) return neededApproval('how grave it is is not known', how);
  if (severityRank[severity] < severityRank[above]) return null;
  return neededApproval(`its severity is ${severity}: the policy asks from ${above} on`, how);
}
