import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { causeOf, type Judgement, judgePolicy } from '#domain/policy/match.ts';
import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { changed, type Intent, newAction } from '#domain/remediation/newAction.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { toInstant } from '#domain/time.ts';
import type { World } from './guardFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { type Started, startRemediation } from './startRemediation.ts';

type Facts = World & { latest: readonly LatestValue[] };

/**
 * Judges every enabled policy (for one service, or all) by the newest values and the open anomalies, and starts what
 * follows. Run at each change of an anomaly and each minute; both derive the same ids, so one acts.
 * @param known an anomaly just read from the stream, which an index may not show yet
 */
export async function considerPolicies(
  only: string | undefined,
  ports: RemediationPorts,
  known?: Anomaly,
): Promise<Started[]> {
  const now = ports.clock.now();
  const [policies, services, open, latest] = await Promise.all([
    ports.policies.all(),
    ports.services.all(),
    ports.anomalies.open(),
    ports.latest.of(),
  ]);
  const anomalies = known ? [...open.filter(({ id }) => id !== known.id), known] : open;
  const facts: Facts = { services, anomalies, latest };
  const started: Started[] = [];
  for (const policy of policies.filter(({ enabled }) => enabled)) {
    for (const judgement of judgePolicy(policy, services, { now, latest, anomalies })) {
      if (only !== undefined && judgement.service.name !== only) continue;
      started.push(...(await follow(judgement, facts, ports)));
    }
  }
  return started;
}

async function follow(judgement: Judgement, facts: Facts, ports: RemediationPorts): Promise<Started[]> {
  const since = await heldSince(judgement, ports);
  if (since === undefined || ports.clock.now() - since < judgement.policy.for_seconds) return [];
  const cause = causeOf(judgement, since);
  const { policy, service } = judgement;
  const earlier = await ports.actions.ofCause(policy.id, cause.id);
  const alerted = await sendAlerts(judgement, cause, earlier, facts, ports);
  const intent = nextIntent(judgement, cause, earlier);
  if (!intent) return alerted;
  const past = (await ports.actions.ofTarget(policy.id, service.name)).filter(({ status }) =>
    endedStatuses.includes(status),
  );
  return [...alerted, await startRemediation(intent, { service, policy, past }, facts, ports)];
}

/** Since when the condition has held, epoch seconds; undefined while it does not. Keeps the policy's own episode. */
async function heldSince(
  { policy, service, truth, anomaly }: Judgement,
  { episodes, clock, log }: RemediationPorts,
): Promise<number | undefined> {
  const now = clock.now();
  if (anomaly) return truth === 'true' ? Date.parse(anomaly.detected_at) / 1000 : undefined;
  const known = await episodes.read(policy.id, service.name);
  const open = known && known.closed_at === null ? known : undefined;
  if (truth === 'unknown') {
    if (open)
      log.warn('a condition became unknown: its data is missing or stale', {
        policy: policy.name,
        service: service.name,
      });
    return undefined; // unknown never fires, and closes nothing
  }
  if (truth === 'false') {
    if (open) await episodes.close(policy.id, service.name, now);
    return undefined;
  }
  if (open) return open.since;
  return (await episodes.open(policy.id, service.name, Math.floor(now))).since;
}

/** The next attempt of the ladder, unless one is under way or the cause was repaired already. */
function nextIntent(
  { policy, service }: Judgement,
  cause: Intent['cause'],
  earlier: readonly Action[],
): Intent | undefined {
  const what = policy.ladder[0];
  if (!what) return undefined;
  const ladders = earlier.filter(({ type, status }) => type !== 'alert' && status !== 'held');
  if (ladders.some(({ status }) => !endedStatuses.includes(status))) return undefined;
  const attempt = 1 + Math.max(0, ...ladders.map((action) => action.attempt));
  return {
    policy,
    service: service.name,
    cause,
    rung: 0,
    attempt,
    what,
    reason: policy.condition ?? `${policy.trigger?.threshold} services fail at once`,
    requestedBy: `policy:${policy.id}`,
  };
}

/** Alerts are no rungs: they go out at once, once a cause, and no guard but the policy's being enabled holds them. */
async function sendAlerts(
  { policy, service }: Judgement,
  cause: Intent['cause'],
  earlier: readonly Action[],
  facts: Facts,
  ports: RemediationPorts,
): Promise<Started[]> {
  const sent: Started[] = [];
  for (const [rung, what] of policy.alerts.entries()) {
    const reason = policy.condition ?? 'triggered';
    const intent: Intent = {
      policy,
      service: service.name,
      cause,
      rung,
      attempt: 1,
      what,
      reason,
      requestedBy: `policy:${policy.id}`,
    };
    const action = newAction(intent, facts.latest, ports.clock.now());
    if (earlier.some(({ id }) => id === action.id)) continue;
    sent.push(await sendAlert(action, ports));
  }
  return sent;
}

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
