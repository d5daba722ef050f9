import type { Action } from '#domain/remediation/action.ts';
import { type Instant, toInstant } from '#domain/time.ts';
import type { ActionTable, KillSwitch, Marks, PolicyStore } from '#ports';
import { considerPolicies } from './considerPolicies.ts';
import type { KeepPorts } from './keepDecision.ts';
import type { RemediationPorts } from './remediationPorts.ts';

/** The mark that says when every policy was last judged. */
const EVALUATED = 'evaluated';

type Switch = Awaited<ReturnType<KillSwitch['read']>>;

export interface EngineStatus extends Switch {
  policies: { total: number; enabled: number };
  under_way: Action[];
  last_evaluation: Instant | null;
}

export interface EnginePorts {
  kill: KillSwitch;
  actions: Pick<ActionTable, 'unfinished'>;
  policies: Pick<PolicyStore, 'all'>;
  marks: Pick<Marks, 'read'>;
}

/** How the engine stands. Throws when the switch cannot be read: a guess would be worse than no answer. */
export async function engineStatus({ kill, actions, policies, marks }: EnginePorts): Promise<EngineStatus> {
  const [state, all, under_way, mark] = await Promise.all([
    kill.read(),
    policies.all(),
    actions.unfinished(),
    marks.read(EVALUATED),
  ]);
  return {
    ...state,
    policies: { total: all.length, enabled: all.filter(({ enabled }) => enabled).length },
    under_way,
    last_evaluation: mark === undefined ? null : toInstant(mark),
  };
}

/** Switches, and then says what the switch cannot stop: what AWS is carrying out already. */
export async function toggleEngine(
  wanted: { enabled: boolean; reason: string; by: string },
  { kill, actions }: Pick<EnginePorts, 'kill' | 'actions'>,
): Promise<Switch & { still_running: Action[] }> {
  await kill.set(wanted.enabled, wanted.reason, wanted.by);
  const [state, unfinished] = await Promise.all([kill.read(), actions.unfinished()]);
  return { ...state, still_running: unfinished.filter(({ acted_at }) => acted_at !== null) };
}

/** Judges every enabled policy and notes that it was done. */
export async function evaluateAll({
  marks,
  ...ports
}: RemediationPorts & KeepPorts & { marks: Pick<Marks, 'raise'> }): Promise<{
  evaluated_at: Instant;
  started: Action[];
  held: Action[];
}> {
  const now = Math.floor(ports.clock.now());
  const followed = await considerPolicies(undefined, ports);
  await marks.raise(EVALUATED, now);
  const of = (outcome: string) => followed.filter((one) => one.outcome === outcome).map(({ action }) => action);
  return { evaluated_at: toInstant(now), started: of('started'), held: of('held') };
}
