import type { Action } from '#domain/remediation/action.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import type { Started } from './startRemediation.ts';

/** Records an alert: the record itself is what subscribers are told. */
export async function sendAlert(
  action: Action,
  { actions, clock }: Pick<RemediationPorts, 'actions' | 'clock'>,
): Promise<Started> {
  const at = toInstant(clock.now());
  const done = changed(action, 'sent to the subscribers', clock.now(), {
    status: 'succeeded',
    started_at: at,
    acted_at: at,
    ended_at: at,
  });
  const claim = await actions.claim(done);
  return { action: claim.action, outcome: claim.claimed ? 'started' : 'taken' };
}
