import { seconds } from '#domain/configuration/configuration.ts';
import type { DecidedAction, Decision } from '#domain/decision/decision.ts';
import { causeOf, type Judgement } from '#domain/policy/match.ts';
import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { actionId, type Intent, newAction } from '#domain/remediation/newAction.ts';
import { toInstant } from '#domain/time.ts';
import type { World } from './guardFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { sendAlert } from './sendAlert.ts';
import { type Started, startRemediation } from './startRemediation.ts';

/** What was decided on one judgement, and done. */
export interface Decided {
  decision: Omit<Decision, 'id'>;
  started: Started[];
}

type Verdict = Pick<Decision, 'outcome' | 'because'>;

/**
 * Decides on one policy's judgement of one service, and starts what follows. Whatever it looks at comes from its arguments
 * and the answers of its ports, so of the same answers the same decision follows: `replayDecision` relies on that.
 */
export async function decide(judged: Judgement, facts: World, ports: RemediationPorts): Promise<Decided> {
  const judgement = await steady(judged, ports);
  const held = await heldSince(judgement, ports);
  if (typeof held !== 'number') return told(judgement, held, ports);
  const { policy, service } = judgement;
  // another function's clock may be ahead of this one's: what began just now has lasted no time, not less than none
  const lasted = Math.max(0, ports.clock.now() - held);
  if (lasted < policy.for_seconds) {
    const because = `its condition has held for ${Math.floor(lasted)} s of the ${policy.for_seconds} s that it has to`;
    return told(judgement, { outcome: 'waiting', because }, ports);
  }
  const cause = causeOf(judgement, held);
  const earlier = await ports.actions.ofCause(policy.id, cause.id);
  const started = await sendAlerts(judgement, cause, earlier, facts, ports);
  const concluded = (verdict: Verdict) => ({ ...told(judgement, verdict, ports, cause.id, started), started });
  if (policy.ladder.length === 0)
    return concluded({ outcome: 'told', because: 'it tells people, and does nothing else' });
  const intents = nextIntents(judgement, cause, earlier);
  if (intents.length === 0) return concluded({ outcome: 'under_way', because: 'an action of this cause is under way' });
  const past = (await ports.actions.ofTarget(policy.id, service.name)).filter(({ status }) =>
    endedStatuses.includes(status),
  );
  if (isOutdated(judgement, past, ports)) {
    const because = 'its forecast does not know yet of what was done since: the next one tells';
    return concluded({ outcome: 'outdated', because });
  }
  let joins = false;
  for (const intent of intents) {
    const one = await startRemediation(intent, { service, policy, past, joins }, facts, ports);
    joins ||= one.outcome === 'started';
    started.push(one);
  }
  return concluded(verdictOf(started));
}

function told(
  { policy, service, scope }: Judgement,
  { outcome, because }: Verdict,
  { clock }: RemediationPorts,
  cause_id: string | null = null,
  started: readonly Started[] = [],
): Decided {
  const decision = {
    at: toInstant(clock.now()),
    policy_id: policy.id,
    policy_name: policy.name,
    service: service.name,
    scope,
    outcome,
    because,
    cause_id,
    actions: started.map(decidedAction),
  };
  return { decision, started: [...started] };
}

const decidedAction = ({ action, outcome }: Started): DecidedAction => ({
  id: action.id,
  type: action.type,
  outcome,
  held_by:
    outcome === 'held'
      ? action.guards.filter(({ passed }) => !passed).map(({ guard, reason }) => ({ guard, reason }))
      : [],
});

/** Of several actions at once, what was started says more than what was held. */
function verdictOf(started: readonly Started[]): Verdict {
  const repairs = started.filter(({ action }) => action.type !== 'alert');
  const of = (outcome: Started['outcome']) => repairs.filter((one) => one.outcome === outcome);
  const [begun, held] = [of('started'), of('held')];
  const named = (some: readonly Started[]) => some.map(({ action }) => action.type).join(', ');
  if (begun.length > 0) return { outcome: 'acts', because: `${named(begun)}: ${begun[0]?.action.reason}` };
  if (held.length === 0) return { outcome: 'under_way', because: 'an action of this cause is under way' };
  const reasons = new Set(held.flatMap((one) => decidedAction(one).held_by.map(({ reason }) => reason)));
  return { outcome: 'held', because: `${named(held)} was held: ${[...reasons].join('; ')}` };
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
 * Since when the condition has held, epoch seconds; while it does not, what that comes to. An anomaly says it itself,
 * unless the policy wants the condition to hold for a time; everything else has an episode of the policy's own.
 */
async function heldSince(
  { policy, service, scope, truth, missing = [], anomaly }: Judgement,
  { episodes, clock, log }: RemediationPorts,
): Promise<number | Verdict> {
  const unknown: Verdict = { outcome: 'unknown', because: `its condition is unknown: ${missing.join(', ')}` };
  const no: Verdict = { outcome: 'no', because: 'its condition does not hold' };
  if (anomaly && policy.for_seconds === 0) {
    return truth === 'true' ? Date.parse(anomaly.detected_at) / 1000 : truth === 'unknown' ? unknown : no;
  }
  const known = await episodes.read(policy.id, scope);
  const open = known && known.closed_at === null ? known : undefined;
  if (truth === 'unknown') {
    // unknown never fires, and closes nothing
    if (open) log.warn('a condition is unknown', { policy: policy.name, service: service.name, missing });
    return unknown;
  }
  const now = clock.now();
  if (truth === 'false') {
    if (open) await episodes.close(policy.id, scope, now);
    return no;
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
