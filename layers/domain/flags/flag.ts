import * as z from 'zod';

/** One feature flag as its service reads it: whether it is on, and what it carries beside that. */
export const Flag = z.looseObject({ enabled: z.boolean() });
export type Flag = z.infer<typeof Flag>;

/** The flags of a service, by their keys. */
export const Flags = z.record(z.string(), Flag);
export type Flags = z.infer<typeof Flags>;

const isOff = (flag: Flag | null): boolean => flag === null || !flag.enabled;
/** AppConfig notes in members of its own when a flag was made and changed. */
const members = (flag: Flag | null): string =>
  JSON.stringify(
    Object.entries(flag ?? {})
      .filter(([name]) => !name.startsWith('_'))
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** Whether two flags say the same to a service: one that is off says nothing more, and neither does one that is not there. */
export const sameFlag = (one: Flag | null, other: Flag | null): boolean =>
  isOff(one) ? isOff(other) : members(one) === members(other);
