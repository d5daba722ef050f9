import * as z from 'zod';
import { type Edge, edgesInto } from '#domain/flags/callers.ts';
import { sameFlag } from '#domain/flags/flag.ts';
import { breakerKey } from '#domain/flags/keys.ts';
import { CircuitBreakerParameters } from '#domain/policy/actionParameters/circuitBreaker.ts';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { knownService } from '#domain/service/name.ts';
import type { Service } from '#domain/service/service.ts';
import type { FlagStore, ServiceCatalog } from '#ports';
import type { ActionTools, ActionType } from '#usecases/actionType.ts';
import { changeFlags, FlagChange, reversed, takenUp } from './flagChange.ts';

const BreakerPlan = z.looseObject({ changes: z.array(FlagChange).min(1), what: z.string() });

export interface BreakerParts {
  flags: FlagStore;
  services: Pick<ServiceCatalog, 'all'>;
}

/** Opens or closes the breakers of callers towards what they call, by feature flags that the callers read. */
export const circuitBreaker = ({ flags, services }: BreakerParts): ActionType => ({
  name: 'circuit_breaker',
  changes: false,
  check: faultsOf(CircuitBreakerParameters),
  async plan(service, parameters, tools) {
    const { mode, dependency } = CircuitBreakerParameters.parse(parameters);
    const meant = dependency === undefined ? await triggered(services, tools) : named(service, dependency);
    if ('nothing' in meant) return meant;
    const found = await changesOf(meant.edges, mode === 'enable', flags);
    if ('nothing' in found) return found;
    const towards = found.edges.map(({ caller, dependency: callee }) => `of ${caller.name} towards ${callee}`);
    const what = `${mode === 'enable' ? 'opens' : 'closes'} the breaker ${towards.join(' and ')}`;
    const plan: z.input<typeof BreakerPlan> = { changes: found.changes, what };
    return { plan };
  },
  async act(written, tools) {
    const { changes, what } = BreakerPlan.parse(written);
    await changeFlags(changes, flags, `Forestall ${what}`, tools);
  },
  settled: (written, { now }) => takenUp(BreakerPlan.parse(written).changes, flags, now),
  async undo(written, tools) {
    const { changes, what } = BreakerPlan.parse(written);
    await changeFlags(reversed(changes), flags, `Forestall takes back: ${what}`, tools);
  },
});

type Meant = { edges: Edge[] } | { nothing: string };

function named(caller: Service, dependency: string): Meant {
  const callee = knownService(dependency, caller.depends_on);
  if (caller.depends_on.includes(callee)) return { edges: [{ caller, dependency: callee }] };
  const calls = caller.depends_on.length === 0 ? 'nothing' : caller.depends_on.join(' and ');
  return { nothing: `${caller.name} does not call ${dependency}: by forestall.yml it calls ${calls}` };
}

/** The callers are services of their own, and each must allow it. */
async function triggered(services: BreakerParts['services'], { trigger }: ActionTools): Promise<Meant> {
  if (trigger.failing.length === 0) return { nothing: 'no dependency is named, and no services are known to fail' };
  const edges = edgesInto(trigger.failing, await services.all());
  const allowed = edges.filter(({ caller }) => caller.may_act && !caller.protected);
  if (allowed.length > 0) return { edges: allowed };
  const failing = trigger.failing.join(', ');
  return { nothing: edges.length === 0 ? `nothing calls ${failing}` : `no caller of ${failing} may be changed` };
}

async function changesOf(
  edges: readonly Edge[],
  enabled: boolean,
  flags: FlagStore,
): Promise<{ changes: FlagChange[]; edges: Edge[] } | { nothing: string }> {
  const reasons: string[] = [];
  const found: { change: FlagChange; edge: Edge }[] = [];
  for (const edge of edges) {
    const { name } = edge.caller;
    const flag = breakerKey(edge.dependency);
    const seen = await flags.read(name);
    const from = (flag === undefined ? undefined : seen?.flags[flag]) ?? null;
    if (flag === undefined) reasons.push(`the name ${edge.dependency} is too long for a flag`);
    else if (!seen) reasons.push(`${name} reads no flags: say flags: true in forestall.yml and let it read them`);
    else if (sameFlag(from, { enabled }))
      reasons.push(`the breaker of ${name} towards ${edge.dependency} is ${enabled ? 'open' : 'closed'} already`);
    else found.push({ edge, change: { service: name, flag, from, to: { ...from, enabled } } });
  }
  if (found.length === 0) return { nothing: reasons.join('; ') };
  return { changes: found.map(({ change }) => change), edges: found.map(({ edge }) => edge) };
}
