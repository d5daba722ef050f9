import { derivedId } from '#domain/id.ts';
import type { Action, Cause } from '#domain/remediation/action.ts';
import { type GuardFacts, gaveUp, tooMany } from '#domain/remediation/guards.ts';
import { newAction } from '#domain/remediation/newAction.ts';
import { inTrouble, ownTrouble } from './guardFacts.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { FLEET } from './reserve.ts';
import { sendAlert } from './sendAlert.ts';

/** The episode during which nothing more is repaired by itself. */
const STORM = ['engine', 'storm'] as const;
/** As many services as a page names. */
const MOST_NAMED = 8;

type Ports = Pick<
  RemediationPorts,
  'episodes' | 'reservations' | 'configuration' | 'actions' | 'clock' | 'services' | 'anomalies'
>;

/**
 * Some guards hold until a person looks: that person is called, once, and told why. Too many services in trouble at once,
 * or the fleet's budget spent, are one storm with one page, whatever it holds back and however often that is judged.
 */
export async function pageOnce(held: Action, facts: GuardFacts, ports: Ports): Promise<void> {
  const failed = new Set(held.guards.filter(({ passed }) => !passed).map(({ guard }) => guard));
  if (failed.has('too_many_unhealthy')) {
    const { unhealthy, watched } = facts;
    const named = unhealthy.slice(0, MOST_NAMED).join(', ');
    const more = unhealthy.length > MOST_NAMED ? ' …' : '';
    await pageOfStorm(
      held,
      `${unhealthy.length} of ${watched} services are unhealthy at once (${named}${more})`,
      ports,
    );
  } else if (failed.has('budget') && (await fleetIsSpent(ports))) {
    await pageOfStorm(held, `the fleet had its ${limitOf(ports)} actions of this hour`, ports);
  }
  const last = failed.has('cooldown') ? gaveUp(facts) : undefined;
  if (last) {
    const id = derivedId('gaveup', held.policy_id ?? '', held.service, last[0]?.id ?? '');
    const tried = last.map((one) => `${one.id} ${one.verdict}`).join(', ');
    const reason = `${held.policy_name} does nothing more for ${held.service} until somebody changes it: ${tried}`;
    await page(held, { ...held.cause, id }, reason, ports);
  }
}

async function pageOfStorm(held: Action, what: string, ports: Ports): Promise<void> {
  const { since } = await ports.episodes.open(...STORM, Math.floor(ports.clock.now()));
  const cause: Cause = { kind: 'condition', id: derivedId('storm', since), metric: null, direction: 'up' };
  const reason = `nothing more is restarted, scaled or rolled back by itself now: ${what}. A person should look; alerts go on`;
  await page(held, cause, reason, ports);
}

async function page({ service }: Action, cause: Cause, reason: string, ports: Ports): Promise<void> {
  const what = { type: 'alert', parameters: { severity: 'critical' } };
  const intent = { policy: null, service, cause, rung: 0, attempt: 1, what, reason, requestedBy: 'engine' };
  await sendAlert(newAction(intent, [], ports.clock.now()), ports);
}

const limitOf = ({ configuration }: Pick<Ports, 'configuration'>): number => configuration.guards.fleet_max_per_hour;

const fleetIsSpent = async (ports: Pick<Ports, 'reservations' | 'configuration'>): Promise<boolean> =>
  (await ports.reservations.spent(FLEET)) >= limitOf(ports);

/** A share of the budget that comes back begins no new storm: that is told once an hour at most. */
const SHORTEST_SECONDS = 3_600;

/** Ends the storm when there is room again: half of the budget, so that it is not told anew at each action that fits. */
export async function endStorm(ports: Ports): Promise<void> {
  const storm = await ports.episodes.read(...STORM);
  if (storm === undefined || storm.closed_at !== null) return;
  if (ports.clock.now() - storm.since < SHORTEST_SECONDS) return;
  const [services, anomalies] = await Promise.all([ports.services.all(), ports.anomalies.open()]);
  if (tooMany({ unhealthy: ownTrouble(services, inTrouble(anomalies)), watched: services.length })) return;
  if ((await ports.reservations.spent(FLEET)) > limitOf(ports) / 2) return;
  await ports.episodes.close(...STORM, ports.clock.now());
}
