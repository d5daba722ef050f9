import type { Answered } from '#domain/decision/decision.ts';
import type { ActionType } from './actionType.ts';
import type { RemediationPorts } from './remediationPorts.ts';

/** Answers a call of a port, or fails as the port did.
 *  @param call  `port.method` */
export type Answering = <T>(call: string, args: unknown[], real: () => T | Promise<T>) => Promise<T>;

/** Ports of which every call goes through `answering`, and whose clock says what `now` does. */
export function through(ports: RemediationPorts, answering: Answering, now: () => number): RemediationPorts {
  const { configuration, log, types, clock: _own, ...asked } = ports;
  const wrapped = { ...asked };
  for (const [name, port] of Object.entries(asked)) Object.assign(wrapped, { [name]: heard(name, port, answering) });
  return { ...wrapped, configuration, log, types: heardTypes(types, answering), clock: { now } };
}

const heard = <T extends object>(name: string, port: T, answering: Answering): T =>
  new Proxy(port, {
    get(of, member) {
      const value: unknown = Reflect.get(of, member);
      if (typeof value !== 'function' || typeof member === 'symbol') return value;
      return (...args: unknown[]) => answering(`${name}.${member}`, args, () => Reflect.apply(value, of, args));
    },
  });

/** What a type would change it looks up outside; what it is, it says by itself. */
const heardTypes = (types: ReadonlyMap<string, ActionType>, answering: Answering): ReadonlyMap<string, ActionType> =>
  new Map(
    [...types].map(([name, type]) => {
      const plan: ActionType['plan'] = (...args) => answering(`types.${name}.plan`, args, () => type.plan(...args));
      return [name, { ...type, plan }];
    }),
  );

/**
 * Lets one answer through at a time, and everything that follows from it before the next: in that order a decision can be
 * made again, also where it asks for several things at once.
 */
export function inTurn(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
}

export interface Witnessed {
  ports: RemediationPorts;
  /** epoch seconds */
  began: number;
  /** grows with each answer */
  answers: Answered[];
}

/** Ports that remember what they answered. The clock stands still between two answers, so that it too can be repeated. */
export function witness(ports: RemediationPorts): Witnessed {
  const began = ports.clock.now();
  const answers: Answered[] = [];
  const turn = inTurn();
  let now = began;
  const answering: Answering = async (call, args, real) => {
    try {
      const result = await real();
      await turn();
      now = ports.clock.now();
      answers.push({ call, args, at: now, result });
      return result;
    } catch (thrown) {
      await turn();
      now = ports.clock.now();
      const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) };
      answers.push({ call, args, at: now, error: { name, message } });
      throw thrown;
    }
  };
  return { ports: through(ports, answering, () => now), began, answers };
}
