import { isDeepStrictEqual } from 'node:util';
import { ActionDrift } from '#usecases/actionType.ts';

export interface Change<T> {
  /** for people: `the wanted tasks of orders` */
  what: string;
  /** what the plan saw, and what is to be there */
  from: T;
  to: T;
  read(): Promise<T | undefined>;
  set(value: T): Promise<void>;
  mayChange(): Promise<void>;
}

/**
 * Changes what knows no condition of its own: it is read just before, and again just after. Done already, it does nothing.
 * @throws ActionDrift where something else is there than the plan saw, or somebody changed it at the same moment
 */
export async function compareAndSet<T>({ what, from, to, read, set, mayChange }: Change<T>): Promise<void> {
  const before = await read();
  if (isDeepStrictEqual(before, to)) return;
  if (!isDeepStrictEqual(before, from))
    throw new ActionDrift(`${what}: ${shown(before)}, not ${shown(from)} as the plan saw: somebody changed it`);
  await mayChange();
  await set(to);
  const after = await read();
  if (!isDeepStrictEqual(after, to))
    throw new ActionDrift(`${what}: set to ${shown(to)}, and now ${shown(after)}: somebody changed it`);
}

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([name, one]) => `${name} ${one}`)
        .join(', ')
    : String(value ?? 'none');
