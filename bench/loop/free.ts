import { type Configuration, seconds } from '#domain/configuration/configuration.ts';
import type { Action } from '#domain/remediation/action.ts';
import { toEpoch } from '#domain/time.ts';
import type { Free } from './rounds.ts';

const HOUR = 3_600;

/** When the guards of `forestall.yml` would let a service be acted upon: the end of its cooldown, and the hour in which
 *  it, or the fleet, has had its actions. Alerts cost nothing.
 *  @param actions the last hour's, of every service */
export function freeAt(
  service: string,
  actions: readonly Action[],
  { cooldown, max_per_hour, fleet_max_per_hour }: Configuration['guards'],
): Free {
  const claimed = actions
    .filter(({ type, status }) => type !== 'alert' && status !== 'held')
    .map((action) => ({ service: action.service, at: toEpoch(action.started_at ?? action.created_at) }))
    .sort((a, b) => b.at - a.at);
  const own = claimed.filter((action) => action.service === service);
  const latest = own[0];
  const reasons: Free[] = [
    { at: 0, why: 'it is free' },
    { at: latest ? latest.at + seconds(cooldown) : 0, why: `${service} cools down` },
    { at: (own[max_per_hour - 1]?.at ?? -HOUR) + HOUR, why: `${service} had its ${max_per_hour} actions of this hour` },
    {
      at: (claimed[fleet_max_per_hour - 1]?.at ?? -HOUR) + HOUR,
      why: `the fleet had its ${fleet_max_per_hour} actions of this hour`,
    },
  ];
  return reasons.reduce((last, reason) => (reason.at > last.at ? reason : last));
}
