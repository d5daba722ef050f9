import * as z from 'zod';
import type { Throttling } from '#ports';
import { ActionDrift, type ActionTools, type Settled } from '#usecases/actionType.ts';

const Limits = z.record(z.string(), z.object({ rate: z.number().nullable(), burst: z.number().nullable() }));

/** The throttling of one stage: what it was when it was planned, and what it is to be, by route. */
export const StageChange = z.object({
  service: z.string(),
  gateway: z.object({
    kind: z.enum(['http', 'rest']),
    api: z.string(),
    stage: z.string(),
    routes: z.array(z.string()).readonly().optional(),
  }),
  from: Limits,
  to: Limits,
});
export type StageChange = z.infer<typeof StageChange>;

type Known = z.infer<typeof Limits> | undefined;
const same = (one: Known, other: Known): boolean =>
  JSON.stringify(Object.entries(one ?? {}).sort()) === JSON.stringify(Object.entries(other ?? {}).sort());

export const takenBack = (changes: readonly StageChange[]): StageChange[] =>
  changes.map(({ from, to, ...rest }) => ({ ...rest, from: to, to: from }));

/** What is not as wanted yet.
 *  @throws ActionDrift where it is neither as planned with nor as wanted */
export async function pendingStages(changes: readonly StageChange[], throttling: Throttling): Promise<StageChange[]> {
  const pending: StageChange[] = [];
  for (const change of changes) {
    const now = await throttling.read(change.gateway);
    if (same(now, change.to)) continue;
    if (!same(now, change.from)) {
      throw new ActionDrift(
        `the throttling of ${change.service}'s stage is not what the plan saw: somebody changed it`,
      );
    }
    pending.push(change);
  }
  return pending;
}

/** UpdateStage knows no condition: so a stage is read again just before, and looked at again just after.
 *  @throws ActionDrift where it is neither as planned with nor as wanted */
export async function changeStages(
  changes: readonly StageChange[],
  throttling: Throttling,
  { mayChange }: ActionTools,
): Promise<void> {
  for (const { gateway, to, service } of await pendingStages(changes, throttling)) {
    await mayChange();
    await throttling.write(gateway, to);
    if (!same(await throttling.read(gateway), to)) {
      throw new ActionDrift(`the throttling of ${service}'s stage is not as it was set: somebody changed it`);
    }
  }
}

/** API Gateway takes a stage's settings up by itself; what it answers is what holds. */
export async function stagesSettled(changes: readonly StageChange[], throttling: Throttling): Promise<Settled> {
  for (const { gateway, to, service } of changes) {
    if (same(await throttling.read(gateway), to)) continue;
    return { state: 'failed', reason: `drift: the throttling of ${service}'s stage is not as it was set` };
  }
  return { state: 'settled' };
}
