import type { EpochSeconds } from '../time.ts';
import { type ApiKey, grants, type Scope } from './key.ts';

/** What somebody may do, and in whose namespaces they change anything; null: in all of them. */
export interface Grant {
  scopes: readonly Scope[];
  namespaces: readonly string[] | null;
}

/** Who calls, once it is proved: by a key, or by a token of the organisation's identity provider. */
export interface Holder {
  /** a key's id, or `oidc:` and the token's subject: their calls are counted under it */
  id: string;
  name: string;
  /** one of a key; of a token one for each of its groups that is known here */
  grants: readonly Grant[];
  /** calls an hour */
  rateLimit: number;
  /** when what was shown ends; null: never */
  until: EpochSeconds | null;
  /** which of its key's secrets was shown, one more with each rotation; null: a token */
  secretVersion: number | null;
}

export const holderOf = (
  { id, name, scopes, namespaces, rate_limit }: ApiKey,
  { until, secretVersion }: Pick<Holder, 'until' | 'secretVersion'>,
): Holder => ({ id, name, grants: [{ scopes, namespaces }], rateLimit: rate_limit, until, secretVersion });

/** Every scope that one of the grants has. */
export const scopesOf = ({ grants: all }: Pick<Holder, 'grants'>): Scope[] => [
  ...new Set(all.flatMap(({ scopes }) => scopes)),
];

/**
 * Whose things the holder changes by what the scope allows: only the grants that have this scope count, so that two
 * groups together allow no more than each by itself. null: everybody's.
 */
export function namespacesFor({ grants: all }: Pick<Holder, 'grants'>, scope: Scope): readonly string[] | null {
  const fitting = all.filter(({ scopes }) => grants(scopes, scope));
  if (fitting.some(({ namespaces }) => namespaces === null)) return null;
  return [...new Set(fitting.flatMap(({ namespaces }) => namespaces ?? []))];
}

/** Holders of tokens; no key's id has a colon. */
export const OF_A_TOKEN = 'oidc:';
export const holdsToken = (id: string): boolean => id.startsWith(OF_A_TOKEN);

/** Who did it, as actions and the audit say it: `key:abc`, `oidc:alice`. */
export const actorOf = (id: string): string => (holdsToken(id) ? id : `key:${id}`);
