import type { Service } from '../service/service.ts';

export interface Edge {
  caller: Service;
  dependency: string;
}

/** The calls that lead into services that fail: where a breaker keeps the trouble from spreading. */
export function edgesInto(failing: readonly string[], services: readonly Service[]): Edge[] {
  const sick = new Set(failing);
  return services.flatMap((caller) =>
    caller.depends_on
      .filter((dependency) => sick.has(dependency) && dependency !== caller.name)
      .map((dependency) => ({ caller, dependency })),
  );
}

/** The services by which requests come in that reach one that fails: those that nobody calls. Where all call each other
 *  in a circle there is no such, and what fails limits itself. */
export function entriesOf(failing: readonly string[], services: readonly Service[]): Service[] {
  const reached = new Set(failing);
  const callersOf = (name: string) => services.filter((one) => one.name !== name && one.depends_on.includes(name));
  for (const name of reached) for (const caller of callersOf(name)) reached.add(caller.name); // a set grows while it is read
  const known = services.filter(({ name }) => reached.has(name));
  const entries = known.filter(({ name }) => callersOf(name).length === 0);
  return entries.length > 0 ? entries : known.filter(({ name }) => failing.includes(name));
}
