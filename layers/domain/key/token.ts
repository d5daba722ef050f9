import type { Oidc } from '../configuration/oidc.ts';
import { type Grant, type Holder, OF_A_TOKEN } from './holder.ts';

/** What a token says once its signature, issuer, audience and times are found good. */
export type Claims = Readonly<Record<string, unknown>>;

/** Who shows a good token, by the groups that `forestall.yml` knows. undefined: it does not say whose it is. */
export function holderOfToken(claims: Claims, { groups, groups_claim, rate_limit }: Oidc): Holder | undefined {
  const { sub, exp } = claims;
  // OpenID Connect Core, section 2: at most 255 ASCII characters; invisible ones would only deceive who reads the audit
  if (typeof sub !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(sub) || typeof exp !== 'number') return undefined;
  return {
    id: `${OF_A_TOKEN}${sub}`,
    name: nameIn(claims) ?? sub,
    grants: groupsIn(claims, groups_claim).flatMap((group): Grant[] => {
      const grant = Object.hasOwn(groups, group) ? groups[group] : undefined;
      return grant === undefined ? [] : [{ scopes: grant.scopes, namespaces: grant.namespaces }];
    }),
    rateLimit: rate_limit,
    until: exp,
    secretVersion: null,
  };
}

function nameIn(claims: Claims): string | undefined {
  const names = ['preferred_username', 'email', 'name'].map((claim) => claims[claim]);
  const name = names.find((one): one is string => typeof one === 'string' && one.trim() !== '');
  return name?.slice(0, 200);
}

/** The groups that the claim lists: a claim of this very name (`cognito:groups`), or a path to one (`realm_access.roles`). */
function groupsIn(claims: Claims, claim: string): string[] {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : claim.split('.').reduce(memberOf, claims as unknown);
  const listed: unknown[] = Array.isArray(found) ? found : [found];
  return [...new Set(listed.filter((group) => typeof group === 'string'))];
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
