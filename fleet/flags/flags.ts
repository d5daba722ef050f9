/** A service's feature flags as AppConfig tells them: of one that is off, nothing but that. */
export type FlagsHeard = Readonly<Record<string, { readonly enabled: boolean; readonly [attribute: string]: unknown }>>;

/** @throws Error when it is no document of flags */
export function readFlags(text: string): FlagsHeard {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('the flags are no object');
  return Object.fromEntries(
    Object.entries(value).map(([key, flag]: [string, unknown]) => {
      if (typeof flag !== 'object' || flag === null || !('enabled' in flag) || typeof flag.enabled !== 'boolean') {
        throw new Error(`the flag ${key} does not say whether it is enabled`);
      }
      return [key, { ...flag, enabled: flag.enabled }];
    }),
  );
}
