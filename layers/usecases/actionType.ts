import type { Service } from '#domain/service/service.ts';

/** What every action type works with; what it reaches outside through, it is made with. `mayChange` is asked just before
 *  each call that changes something. */
export interface ActionTools {
  /** the action's id, the same over every try: what a repeat can be told by */
  id: string;
  /** epoch seconds */
  now: number;
  /** the services whose anomalies made a policy for several at once fire: what an action without a target takes */
  trigger: { failing: readonly string[] };
  /** @throws ActionHeld when the kill switch is off or cannot be read, or the service does not consent */
  mayChange(): Promise<void>;
}

/** What will change and what is there now: all that `act`, `settled` and `undo` need. Kept with the action. */
export type Plan = Record<string, unknown>;

export type Planned = { plan: Plan; nothing?: undefined } | { plan?: undefined; nothing: string };

/** Whether what was done has taken effect. `plan` where it goes on from here (a rolling restart's next task). */
export type Settled = { state: 'settled' } | { state: 'moving'; what: string } | { state: 'failed'; reason: string };

/** One type of action: four parts. Adding one is a module and a line in the registry. */
export interface ActionType {
  name: string;
  /** alerts, breakers and limiters remain allowed when too many services are unhealthy at once */
  changes: boolean;
  /** it is about the deployment that is under way, which therefore does not hold it back */
  duringDeployment?: true;
  /** how many tasks it takes out of service at the same time; none where it does not say */
  takesOut?(parameters: Record<string, unknown>, tasks: { desired: number; running: number }): number;
  /** seconds after it was done before which it cannot show in a metric; at once where it does not say */
  soonest?: number;
  /** why it cannot be undone, where it cannot */
  withoutUndo?: string;
  /** faults of the parameters, each saying what would be right */
  check(parameters: Record<string, unknown>): { pointer: string; message: string }[];
  plan(service: Service, parameters: Record<string, unknown>, tools: ActionTools): Promise<Planned>;
  /** Does it, once: a repeat finds it done. Throws ActionDrift when someone changed what the plan saw. */
  act(plan: Plan, tools: ActionTools): Promise<void>;
  settled(plan: Plan, tools: ActionTools): Promise<Settled>;
  undo?(plan: Plan, tools: ActionTools): Promise<void>;
}

/** A guard that spoke at the moment of the change. */
export class ActionHeld extends Error {
  override name = 'ActionHeld';
}

/** What the plan saw is no longer so: somebody else changed it, and their change wins. */
export class ActionDrift extends Error {
  override name = 'ActionDrift';
}

/** Somebody else's change is under way where this one has to go, and only one fits at a time. Nothing was done yet: it is
 *  tried again for a while, and then told. */
export class ActionBusy extends Error {
  override name = 'ActionBusy';
}
