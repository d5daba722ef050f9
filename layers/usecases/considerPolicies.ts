import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { asksForecast, readCondition } from '#domain/policy/condition.ts';
import { causeOf, type Judgement, judgePolicy } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { actionId, changed, type Intent, newAction } from '#domain/remediation/newAction.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import { toInstant } from '#domain/time.ts';
import type { World } from './guardFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { type Started, startRemediation } from './startRemediation.ts';

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
    ports.policies.all().then((all) => all.filter(({ enabled }) => enabled)),
    ports.services.all(),
    ports.anomalies.open(),
    ports.latest.of(),
  ]);
  const { told, predictions } = await foreseenFor(policies, ports);
  const others = [...open, ...told].filter(({ id }) => id !== known?.id);
  const anomalies = known ? [...others, known] : others;
  const facts: World = { services, anomalies, latest: withKnown(latest, known) };
  const judgements = policies
    .flatMap((policy) => judgePolicy(policy, services, { ...facts, predictions, now }))
    .filter(({ service, scope }) => only === undefined || service.name === only || scope !== service.name);
  const started: Started[] = [];
  const failed: unknown[] = [];
  for (const judgement of judgements) {
    try {
      started.push(...(await follow(judgement, facts, ports)));
    } catch (error) {
      failed.push(error); // one policy that cannot be followed must not keep the others from acting
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} policies could not be followed`);
  return started;
}

/** The last forecasts and the breaches that were told, where a policy asks for any. What cannot be read is unknown, and
 *  keeps no other policy from being judged. */
async function foreseenFor(
  policies: readonly Policy[],
  { anomalies, predictions, log }: RemediationPorts,
): Promise<{ told: readonly Anomaly[]; predictions: readonly Prediction[] }> {
  const asked = policies.some((policy) => {
    const { condition } = readCondition(policy.condition ?? '');
    return condition !== undefined && asksForecast(condition);
  });
  if (!asked) return { told: [], predictions: [] };
  try {
    const [told, all] = await Promise.all([anomalies.foreseen(), predictions.all()]);
    return { told, predictions: all };
  } catch (error) {
    log.error('the forecasts cannot be read: what asks for them is unknown', { error });
    return { told: [], predictions: [] };
  }
}

/** An anomaly is written before the state that it was read from: until that is, its own value is the newer one. */
function withKnown(latest: readonly LatestValue[], known: Anomaly | undefined): readonly LatestValue[] {
  if (known?.status !== 'open' || known.kind === 'predicted_breach') return latest;
  const written = Date.parse(known.updated_at) / 1000;
  return latest.map((value) =>
    value.service === known.service && value.metric === known.metric && written >= value.at + 2 * value.step
      ? { ...value, value: known.current_value }
      : value,
  );
}

async function follow(judged: Judgement, facts: World, ports: RemediationPorts): Promise<Started[]> {
  const judgement = await steady(judged, ports);
  const since = await heldSince(judgement, ports);
  // another function's clock may be ahead of this one's: what began just now has lasted no time, not less than none
  if (since === undefined || Math.max(0, ports.clock.now() - since) < judgement.policy.for_seconds) return [];
  const cause = causeOf(judgement, since);
  const { policy, service } = judgement;
  const earlier = await ports.actions.ofCause(policy.id, cause.id);
  const started = await sendAlerts(judgement, cause, earlier, facts, ports);
  const intents = nextIntents(judgement, cause, earlier);
  if (intents.length === 0) return started;
  const past = (await ports.actions.ofTarget(policy.id, service.name)).filter(({ status }) =>
    endedStatuses.includes(status),
  );
  if (isOutdated(judgement, past, ports)) return started;
  let joins = false;
  for (const intent of intents) {
    const one = await startRemediation(intent, { service, policy, past, joins }, facts, ports);
    joins ||= one.outcome === 'started';
    started.push(one);
  }
  return started;
}

/** A forecast that does not know of what was done since would have it done again, and again: the next one tells. */
function isOutdated({ foreseen }: Judgement, past: readonly Action[], { configuration }: RemediationPorts): boolean {
  const settles = seconds(configuration.verify.within);
  return past.some(
    ({ acted_at }) => foreseen !== null && acted_at !== null && foreseen < Date.parse(acted_at) / 1000 + settles,
  );
}

/** A breach may be told after a policy has acted on the same forecast: the cause stays what it was. */
async function steady(judgement: Judgement, { episodes }: RemediationPorts): Promise<Judgement> {
  if (judgement.foreseen === null || judgement.anomaly === null) return judgement;
  const own = await episodes.read(judgement.policy.id, judgement.scope);
  return own?.closed_at === null ? { ...judgement, anomaly: null } : judgement;
}

/**
 * Since when the condition has held, epoch seconds; undefined while it does not. An anomaly says it itself, unless the
 * policy wants the condition to hold for a time; everything else has an episode of the policy's own.
 */
async function heldSince(
  { policy, service, scope, truth, anomaly }: Judgement,
  { episodes, clock, log }: RemediationPorts,
): Promise<number | undefined> {
  const now = clock.now();
  if (anomaly && policy.for_seconds === 0) return truth === 'true' ? Date.parse(anomaly.detected_at) / 1000 : undefined;
  const known = await episodes.read(policy.id, scope);
  const open = known && known.closed_at === null ? known : undefined;
  if (truth === 'unknown') {
    // unknown never fires, and closes nothing
    if (open) log.warn('a condition is unknown: data is missing', { policy: policy.name, service: service.name });
    return undefined;
  }
  if (truth === 'false') {
    if (open) await episodes.close(policy.id, scope, now);
    return undefined;
  }
  const began = (open ?? (await episodes.open(policy.id, scope, Math.floor(now)))).since;
  return anomaly ? Math.max(began, Date.parse(anomaly.detected_at) / 1000) : began;
}

/**
 * The next attempt of the ladder, unless one is under way. The actions of a policy for several services at once are no
 * rungs: they all begin, in their order, as one ladder that shares its lock and its cooldowns.
 */
function nextIntents({ policy, service }: Judgement, cause: Intent['cause'], earlier: readonly Action[]): Intent[] {
  const ladders = earlier.filter(({ type, status }) => type !== 'alert' && status !== 'held');
  if (ladders.some(({ status }) => !endedStatuses.includes(status))) return [];
  const attempt = 1 + Math.max(0, ...ladders.map((action) => action.attempt));
  const steps = policy.trigger ? policy.ladder : policy.ladder.slice(0, 1);
  const reason = policy.condition ?? `${policy.trigger?.threshold} services fail at once`;
  const requestedBy = `policy:${policy.id}`;
  const intents = steps.map(
    (what, rung): Intent => ({ policy, service: service.name, cause, rung, attempt, what, reason, requestedBy }),
  );
  const [first] = intents;
  return first ? intents.map((intent) => ({ ...intent, ladder: actionId(first) })) : [];
}

/** Alerts are no rungs: they go out at once, once a cause, and no guard but the policy's being enabled holds them. */
async function sendAlerts(
  { policy, service }: Judgement,
  cause: Intent['cause'],
  earlier: readonly Action[],
  facts: World,
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
