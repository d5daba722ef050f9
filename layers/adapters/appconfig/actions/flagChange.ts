import * as z from 'zod';
import { Flag, sameFlag } from '#domain/flags/flag.ts';
import type { FlagStore, ServiceFlags } from '#ports';
import { ActionBusy, ActionDrift, type ActionTools, type Settled } from '#usecases/actionType.ts';

/** One flag of one service: what it said when it was planned, and what it is to say. */
export const FlagChange = z.object({
  service: z.string(),
  flag: z.string(),
  from: Flag.nullable(),
  to: Flag.nullable(),
});
export type FlagChange = z.infer<typeof FlagChange>;

/** Services ask anew every five seconds or so; twice that, and one whose turn was missed has asked too. */
export const ASKED_AGAIN_SECONDS = 11;

const OFF: Flag = { enabled: false };

export const reversed = (changes: readonly FlagChange[]): FlagChange[] =>
  changes.map(({ service, flag, from, to }) => ({ service, flag, from: to, to: from }));

/** Sets the flags that are not set yet, a deployment a service. All are looked at before the first is changed, so that
 *  what somebody else changed, or is changing, keeps all as they are.
 *  @throws ActionDrift where a flag says neither what was planned with nor what is wanted
 *  @throws ActionBusy where another deployment is under way */
export async function changeFlags(
  changes: readonly FlagChange[],
  flags: FlagStore,
  why: string,
  { mayChange }: ActionTools,
): Promise<void> {
  const services = [...new Set(changes.map(({ service }) => service))];
  const pending: { service: string; seen: ServiceFlags; wanted: Record<string, Flag> }[] = [];
  for (const service of services) {
    const own = changes.filter((change) => change.service === service);
    const seen = await flags.read(service);
    if (!seen) throw new ActionDrift(`${service} reads no flags any more`);
    const open = own.filter(({ flag, to }) => !sameFlag(seen.flags[flag] ?? null, to));
    const drifted = open.find(({ flag, from }) => !sameFlag(seen.flags[flag] ?? null, from));
    if (drifted && seen.underWay === null) {
      throw new ActionDrift(`the flag ${drifted.flag} of ${service} is not what the plan saw: somebody changed it`);
    }
    if (open.length === 0) continue;
    if (seen.underWay) {
      const { number, description } = seen.underWay;
      const what = description === '' ? '' : ` (${description})`;
      throw new ActionBusy(`AppConfig carries out deployment ${number}${what} of ${service} now, one at a time`);
    }
    const wanted = Object.fromEntries(open.map(({ flag, to }) => [flag, to ?? OFF]));
    pending.push({ service, seen, wanted });
  }
  for (const { service, seen, wanted } of pending) {
    await mayChange();
    await flags.set(service, wanted, seen, why);
  }
}

/** Taken up: in force, told to who asks now, and for so long that each has asked since. */
export async function takenUp(changes: readonly FlagChange[], flags: FlagStore, now: number): Promise<Settled> {
  for (const service of new Set(changes.map((change) => change.service))) {
    const own = changes.filter((change) => change.service === service);
    const seen = await flags.read(service);
    if (!seen) return { state: 'failed', reason: `${service} reads no flags any more` };
    const missing = own.find(({ flag, to }) => !sameFlag(seen.flags[flag] ?? null, to));
    if (missing && seen.underWay) return { state: 'moving', what: `deployment ${seen.underWay.number} is under way` };
    if (missing) {
      return { state: 'failed', reason: `drift: the flag ${missing.flag} of ${service} is not as it was set` };
    }
    const served = await flags.served(service);
    if (own.some(({ flag, to }) => !sameFlag(served[flag] ?? null, to))) {
      return { state: 'moving', what: `${service} is still told the flags of before` };
    }
    const waits = (seen.since ?? now) + ASKED_AGAIN_SECONDS - now;
    if (waits > 0) return { state: 'moving', what: `${service} asks for its flags again within ${Math.ceil(waits)} s` };
  }
  return { state: 'settled' };
}
