import * as z from 'zod';
import { entriesOf } from '#domain/flags/callers.ts';
import { type Flag, sameFlag } from '#domain/flags/flag.ts';
import { RATE_LIMIT } from '#domain/flags/keys.ts';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import {
  LEVELS,
  RateLimiterParameters,
  type WantedLimit,
  wantedLimit,
} from '#domain/policy/actionParameters/rateLimiter.ts';
import type { Service } from '#domain/service/service.ts';
import type { Ecs, FlagStore, Gateway, LatestValues, ServiceCatalog, Throttling } from '#ports';
import type { ActionTools, ActionType, Settled } from '#usecases/actionType.ts';
import { changeStages, pendingStages, StageChange, stagesSettled, takenBack } from '../../apigateway/stageChange.ts';
import { changeFlags, FlagChange, reversed, takenUp } from './flagChange.ts';

const LimiterPlan = z.looseObject({
  flags: z.array(FlagChange),
  stages: z.array(StageChange),
  what: z.string(),
});
type LimiterPlan = z.infer<typeof LimiterPlan>;

export interface LimiterParts {
  flags: FlagStore;
  throttling: Throttling;
  services: Pick<ServiceCatalog, 'all'>;
  ecs: Pick<Ecs, 'describe'>;
  latest: LatestValues;
  /** the stages of API Gateway by which services are reached, by service */
  gateways: () => Readonly<Record<string, Gateway>>;
}

/** Limits how many requests a second a service takes: at its stage of API Gateway where it has one, otherwise by a flag
 *  that the service itself reads and answers 429 by. */
export const rateLimiter = (parts: LimiterParts): ActionType => ({
  name: 'rate_limiter',
  changes: false,
  check: faultsOf(RateLimiterParameters),
  async plan(service, parameters, tools) {
    const limit = wantedLimit(RateLimiterParameters.parse(parameters));
    const reasons: string[] = [];
    const plan: LimiterPlan = { flags: [], stages: [], what: '' };
    const done: string[] = [];
    for (const target of await targets(service, parts, tools)) {
      const rate = await rateFor(target, limit, parts);
      if (typeof rate === 'string') reasons.push(rate);
      else {
        const one = await changeOf(target, rate, parts);
        if ('nothing' in one) reasons.push(one.nothing);
        else {
          if ('flag' in one) plan.flags.push(one.flag);
          else plan.stages.push(one.stage);
          done.push(rate === null ? `${target.name} without a limit` : `${target.name} to ${rate} requests a second`);
        }
      }
    }
    if (done.length === 0) return { nothing: reasons.join('; ') || 'no service is known by which requests come in' };
    return { plan: { ...plan, what: `limits ${done.join(' and ')}` } };
  },
  async act(written, tools) {
    const { flags, stages, what } = LimiterPlan.parse(written);
    await pendingStages(stages, parts.throttling); // what drifted keeps the flags as they are too
    await changeFlags(flags, parts.flags, `Forestall ${what}`, tools);
    await changeStages(stages, parts.throttling, tools);
  },
  async settled(written, { now }): Promise<Settled> {
    const { flags, stages } = LimiterPlan.parse(written);
    const byFlags = await takenUp(flags, parts.flags, now);
    return byFlags.state === 'settled' ? stagesSettled(stages, parts.throttling) : byFlags;
  },
  async undo(written, tools) {
    const { flags, stages, what } = LimiterPlan.parse(written);
    await pendingStages(takenBack(stages), parts.throttling);
    await changeFlags(reversed(flags), parts.flags, `Forestall takes back: ${what}`, tools);
    await changeStages(takenBack(stages), parts.throttling, tools);
  },
});

/** Its own service; where a policy for several at once fired, those by which requests reach what fails. */
async function targets(service: Service, { services }: LimiterParts, { trigger }: ActionTools): Promise<Service[]> {
  if (trigger.failing.length === 0) return [service];
  return entriesOf(trigger.failing, await services.all()).filter((one) => one.may_act && !one.protected);
}

/** @returns requests a second, null for no limit, or why none can be said */
async function rateFor(
  { name }: Service,
  limit: WantedLimit,
  { latest }: LimiterParts,
): Promise<number | null | string> {
  if (limit === 'off') return null;
  if ('rate' in limit) return limit.rate;
  const newest = (await latest.of([name])).find(({ service, metric }) => service === name && metric === 'request_rate');
  if (!newest?.ready || newest.expected <= 0)
    return `the normal request rate of ${name} is not known yet: give a number`;
  return Math.max(MOST_GENTLE, Number((newest.expected * LEVELS[limit.level]).toPrecision(3)));
}

/** A share of next to nothing would let nothing through. */
const MOST_GENTLE = 0.1;

type Change = { flag: FlagChange } | { stage: StageChange } | { nothing: string };

async function changeOf(service: Service, rate: number | null, parts: LimiterParts): Promise<Change> {
  const { name } = service;
  const gateway = parts.gateways()[name];
  if (gateway) {
    const from = await parts.throttling.read(gateway);
    if (!from)
      return {
        nothing: `API Gateway knows no stage ${gateway.stage} of ${gateway.api}, which is said to be ${name}'s`,
      };
    // as much at once as comes in a second: a shorter bucket would refuse what is within the rate
    const limit = rate === null ? { rate: null, burst: null } : { rate, burst: Math.max(1, Math.ceil(rate)) };
    const to = Object.fromEntries(Object.keys(from).map((route) => [route, limit]));
    const same = JSON.stringify(from) === JSON.stringify(to);
    return same ? { nothing: `${name} is limited so already` } : { stage: { service: name, gateway, from, to } };
  }
  const seen = await parts.flags.read(name);
  if (!seen) return { nothing: `${name} reads no flags and has no gateway: say flags or gateway in forestall.yml` };
  const from = seen.flags[RATE_LIMIT] ?? null;
  const to: Flag =
    rate === null
      ? { ...from, enabled: false }
      : { enabled: true, requests_per_second: rate, tasks: await tasksOf(service, parts) };
  return sameFlag(from, to)
    ? { nothing: `${name} is limited so already` }
    : { flag: { service: name, flag: RATE_LIMIT, from, to } };
}

async function tasksOf({ workload }: Service, { ecs }: LimiterParts): Promise<number> {
  if (workload.platform !== 'ecs') return 1;
  const state = await ecs.describe(workload.cluster, workload.service);
  return Math.max(1, state?.desired ?? 1);
}
