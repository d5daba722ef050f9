import { seconds } from '#domain/configuration/configuration.ts';
import { conditionExpectation, readExpectation } from '#domain/policy/expectation.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action } from '#domain/remediation/action.ts';
import type { Expectation } from '#domain/remediation/healthy.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { readingAt } from '#domain/remediation/reading.ts';
import { type Judged, judgeOutcome } from '#domain/remediation/verdict.ts';
import { toInstant } from '#domain/time.ts';
import type { LatestValue } from '#ports';
import { ActionDrift, ActionHeld, type Settled } from './actionType.ts';
import { peersNow } from './baseline.ts';
import { afterwards, conclude, followUp, isOver, policyOf, read, write } from './ladder.ts';
import { go, type Next } from './next.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { LOOK_AGAIN_SECONDS, stop, toolsFor, typeOf } from './runRemediation.ts';

/** A source may show its points so late that the time given to the metric is over before its first value is seen. */
const LATE_SECONDS = 180;
/** Two values that begin after the action has settled need so many steps. */
const STEPS = 3;

/** Settling may take as long as slow tasks need, beside the time that the metric is given. */
const MOST_SETTLING_SECONDS = 420;

/** Third task, again and again: has it taken effect, and is the metric back? Gives the verdict when there is one. */
export async function verify(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (isOver(action)) return afterwards(action, ports);
  if (action.verdict_reason !== null) return followUp(action, ports);
  if (action.acted_at === null) return go(id, 'admit');
  if (action.undo?.state === 'asked') return go(id, 'undo'); // a person wants it back
  if (action.settled_at === null) return settle(action, ports);
  const policy = await policyOf(action, ports);
  const latest = await ports.latest.of([action.service, ...(action.baseline?.peers ?? [])]);
  const watched = await gather(action, latest, ports);
  const judged = await judgeMetric(watched, policy, latest, ports);
  const { verdict, reason, recovered } = judged;
  if (verdict !== 'not_yet') return conclude(watched, { verdict, reason, recovered }, ports);
  // kept only when a new value came: a look that saw nothing new writes nothing
  if (watched.readings.length > action.readings.length) {
    await write({ ...watched, version: action.version + 1, updated_at: toInstant(ports.clock.now()) }, ports);
  }
  return go(id, 'wait', LOOK_AGAIN_SECONDS);
}

async function settle(action: Action, ports: RemediationPorts): Promise<Next> {
  const now = ports.clock.now();
  const settled = await hasSettled(action, ports);
  const waited = now - Date.parse(action.acted_at ?? action.created_at) / 1000;
  if (settled.state === 'failed') return stop(action, settled.reason, ports);
  if (settled.state === 'moving' && waited > MOST_SETTLING_SECONDS) {
    return stop(action, `not settled within ${MOST_SETTLING_SECONDS} s: ${settled.what}`, ports);
  }
  if (settled.state === 'settled') {
    const change = { status: 'settling' as const, settled_at: toInstant(now) };
    await write(changed(action, 'settled, watching the metric', now, change), ports);
  }
  return go(action.id, 'wait', LOOK_AGAIN_SECONDS);
}

/** A rolling restart's next task is a change like the first: a guard of the last moment ends it here. */
async function hasSettled(action: Action, ports: RemediationPorts): Promise<Settled> {
  try {
    return await typeOf(action, ports).settled(action.plan ?? {}, toolsFor(action, ports));
  } catch (error) {
    if (!(error instanceof ActionHeld || error instanceof ActionDrift)) throw error;
    return { state: 'failed', reason: error.message };
  }
}

/** Adds what has been read since: the newest value, and those between that came together with it. */
async function gather(
  action: Action,
  latest: readonly LatestValue[],
  { series }: Pick<RemediationPorts, 'series'>,
): Promise<Action> {
  const { service, before, baseline, readings } = action;
  const { metric } = action.cause;
  const newest = latest.find((value) => value.service === service && value.metric === metric);
  const last = [before, ...(baseline?.readings ?? []), ...readings].map((one) => Date.parse(one?.at ?? '') / 1000);
  const known = Math.max(...last.filter((at) => Number.isFinite(at)));
  if (metric === null || newest === undefined || newest.at <= known) return action;
  const skipped = Number.isFinite(known) && newest.at > known + newest.step;
  const points = skipped ? await series.read({ service, metric, from: known + 1, until: newest.at }) : [];
  const fresh = [...points, newest].map(({ at, value }) => readingAt(at, metric, value));
  return { ...action, readings: [...readings, ...fresh] };
}

async function judgeMetric(
  action: Action,
  policy: Policy | undefined,
  latest: readonly LatestValue[],
  ports: RemediationPorts,
): Promise<Judged> {
  const { cause, before, baseline, acted_at, settled_at, created_at } = action;
  const { metric } = cause;
  if (metric === null || before === null) {
    const reason = 'no metric was known before that could prove it';
    return { verdict: 'inconclusive', reason, recovered: false };
  }
  const newest = latest.find((value) => value.service === action.service && value.metric === metric);
  const step = newest?.step ?? 0;
  const wanted = policy?.verify.within_seconds ?? seconds(ports.configuration.verify.within);
  const within = Math.max(wanted, STEPS * step);
  return judgeOutcome({
    cause,
    before: [...(baseline?.readings ?? []).filter(({ at }) => at < before.at), before],
    after: action.readings,
    step,
    actedAt: Date.parse(acted_at ?? created_at) / 1000,
    settledAt: Date.parse(settled_at ?? created_at) / 1000,
    soonest: typeOf(action, ports).soonest ?? 0,
    latest: newest,
    expect: expectationOf(action, policy, metric),
    peers: await peersNow(action, latest, ports),
    waited: waitedFor(action, newest, within, ports.clock.now()),
    within,
  });
}

/** How much of its time the metric has had: by what has been seen of it, and by the clock only when nothing comes. */
function waitedFor(
  { settled_at, created_at }: Action,
  newest: LatestValue | undefined,
  within: number,
  now: number,
): number {
  const settled = Date.parse(settled_at ?? created_at) / 1000;
  const byClock = now - settled;
  if (byClock >= within + LATE_SECONDS) return byClock;
  return newest === undefined ? 0 : Math.min(byClock, newest.at + newest.step - settled);
}

/** What the policy expects; of a policy whose own condition was the cause, that the condition holds no longer; of what was
 *  foreseen, that the metric stands better than the forecast before it held possible. */
function expectationOf({ cause, plan }: Action, policy: Policy | undefined, metric: string): Expectation | null {
  const { expect, metric: named } = policy?.verify ?? { expect: null, metric: null };
  if (expect !== null && (named === null || named === metric)) return readExpectation(expect, metric).expect ?? null;
  if (cause.kind === 'forecast' && typeof plan?.without === 'number' && cause.metric === metric)
    return { op: cause.direction === 'up' ? '<' : '>', value: plan.without };
  return cause.kind === 'condition' ? conditionExpectation(policy?.condition ?? '', metric) : null;
}
