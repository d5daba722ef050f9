import { Fault, type ToldFault } from './faults.ts';
import type { FleetService } from './services.ts';

const EVERY_MS = 10_000;

/** What a service's parameter says: the fault that is set, if any, and since when (epoch milliseconds). */
export interface SetFault {
  fault: ToldFault | undefined;
  since: number;
}

export interface Parameter {
  name: string;
  value: string;
  since: number;
}

/** On AWS there is no supervisor to tell a task what is broken, so a parameter in SSM says it: `none` or a fault's name.
 *  SSM itself keeps when it was changed. */
export const faultParameter = (service: FleetService): string => `/forestall/fleet/${service}/fault`;

/** @throws Error when the value is neither `none` nor a fault */
export function setFault({ name, value, since }: Parameter): SetFault {
  if (value === 'none') return { fault: undefined, since };
  const fault = Fault.safeParse(value);
  if (fault.data === undefined || fault.data === 'bad-version') {
    const settable = Fault.options.filter((option) => option !== 'bad-version');
    throw new Error(`${name} is "${value}"; it must be none, ${settable.join(', ')}`);
  }
  return { fault: fault.data, since };
}

export interface WatchParts {
  names: readonly string[];
  read(names: readonly string[]): Promise<Parameter[]>;
  seen(parameter: Parameter): void;
  warn(message: string, fields: Record<string, unknown>): void;
}

/** Reads the parameters now and every ten seconds. What fails is said and read again the next time: until then what was
 *  set last holds.
 *  @returns ends the watch */
export function watchParameters({ names, read, seen, warn }: WatchParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async () => {
    try {
      for (const parameter of await read(names)) seen(parameter);
    } catch (error) {
      warn('the fault parameters were not read', { why: error instanceof Error ? error.message : String(error) });
    }
    if (!stopped) timer = setTimeout(look, EVERY_MS);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
