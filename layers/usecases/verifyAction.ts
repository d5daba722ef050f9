import { seconds } from '#domain/configuration/configuration.ts';
import { readExpectation } from '#domain/policy/expectation.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { type Action, endedStatuses, type Reading } from '#domain/remediation/action.ts';
import { changed, readingOf } from '#domain/remediation/newAction.ts';
import { type Expectation, type Judged, judgeOutcome } from '#domain/remediation/verdict.ts';
import { toInstant } from '#domain/time.ts';
import type { LatestValue } from '#ports';
import { climb, ended, escalate, go, type Next, read, release, write } from './ladder.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { LOOK_AGAIN_SECONDS, toolsFor, typeOf } from './runRemediation.ts';

/** Settling may take as long as slow tasks need, beside the time that the metric is given. */
const MOST_SETTLING_SECONDS = 420;

/** Third task, again and again: has it taken effect, and is the metric back? Gives the verdict when there is one. */
export async function verify(id: string, ports: RemediationPorts): Promise<Next> {
  const action = await read(id, ports);
  if (endedStatuses.includes(action.status)) return go(id, 'end');
  if (action.settled_at === null) return settle(action, ports);
  const policy = action.policy_id === null ? undefined : await ports.policies.get(action.policy_id);
  const latest = await ports.latest.of([action.service]);
  const watched = gather(action, latest);
  const judged = judgeMetric(watched, policy, latest, ports);
  if (judged.verdict !== 'not_yet') return conclude(watched, judged, policy, ports);
  // kept only when a new value came: a look that saw nothing new writes nothing
  if (watched.readings.length > action.readings.length) {
    await write({ ...watched, version: action.version + 1, updated_at: toInstant(ports.clock.now()) }, ports);
  }
  return go(id, 'wait', LOOK_AGAIN_SECONDS);
}

async function settle(action: Action, ports: RemediationPorts): Promise<Next> {
  const now = ports.clock.now();
  const settled = await typeOf(action, ports).settled(action.plan ?? {}, toolsFor(action, ports));
  const waited = now - Date.parse(action.acted_at ?? action.created_at) / 1000;
  if (settled.state === 'failed' || (settled.state === 'moving' && waited > MOST_SETTLING_SECONDS)) {
    const why =
      settled.state === 'failed' ? settled.reason : `not settled within ${MOST_SETTLING_SECONDS} s: ${settled.what}`;
    const policy = action.policy_id === null ? undefined : await ports.policies.get(action.policy_id);
    return escalate(await write(ended(action, 'failed', 'inconclusive', why, now), ports), policy, ports);
  }
  if (settled.state === 'settled') {
    await write(
      changed(action, 'settled, watching the metric', now, { status: 'settling', settled_at: toInstant(now) }),
      ports,
    );
  }
  return go(action.id, 'wait', LOOK_AGAIN_SECONDS);
}

/** Adds the newest value if its period began after the action had settled and it is not there yet. */
function gather(action: Action, latest: readonly LatestValue[]): Action {
  const reading = readingOf(action.service, action.cause.metric, latest);
  const last = action.readings.at(-1);
  if (!reading || reading.at <= (action.settled_at ?? '') || (last && reading.at <= last.at)) return action;
  return { ...action, readings: [...action.readings, reading] };
}

function judgeMetric(
  action: Action,
  policy: Policy | undefined,
  latest: readonly LatestValue[],
  { clock, configuration }: RemediationPorts,
): Judged {
  const { metric } = action.cause;
  const before: Reading | null = action.before;
  if (metric === null || before === null) {
    return { verdict: 'inconclusive', reason: 'no metric was known before that could prove it' };
  }
  return judgeOutcome({
    cause: action.cause,
    before,
    after: action.readings,
    latest: latest.find((value) => value.metric === metric),
    expect: expectationOf(policy, metric),
    waited: clock.now() - Date.parse(action.settled_at ?? action.created_at) / 1000,
    within: policy?.verify.within_seconds ?? seconds(configuration.verify.within),
  });
}

function expectationOf(policy: Policy | undefined, metric: string): Expectation | null {
  if (!policy?.verify.expect) return null;
  if (policy.verify.metric !== null && policy.verify.metric !== metric) return null;
  return readExpectation(policy.verify.expect, metric).expect ?? null;
}

async function conclude(
  action: Action,
  { verdict, reason }: Judged,
  policy: Policy | undefined,
  ports: RemediationPorts,
): Promise<Next> {
  const now = ports.clock.now();
  switch (verdict) {
    case 'helped': {
      const done = await write(ended(action, 'succeeded', 'helped', reason, now), ports);
      await release(done, ports);
      return go(done.id, 'end');
    }
    case 'worse':
      await write(changed(action, reason, now, { verdict: 'worse', verdict_reason: reason }), ports);
      return go(action.id, 'undo');
    case 'no_effect':
      return climb(await write(ended(action, 'failed', 'no_effect', reason, now), ports), ports);
    default:
      return escalate(await write(ended(action, 'failed', 'inconclusive', reason, now), ports), policy, ports);
  }
}
