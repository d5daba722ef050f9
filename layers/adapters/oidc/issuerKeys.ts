import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTVerifyGetKey,
  type RemoteJWKSet,
} from 'jose';
import * as z from 'zod';
import type { Oidc } from '#domain/configuration/oidc.ts';
import type { Clock } from '#ports';
import { issuerFetch } from './issuerFetch.ts';
import { IssuerUnreachable } from './issuerUnreachable.ts';

/** A key that the provider withdrew opens nothing after this long. */
const FRESH_MS = 10 * 60_000;
/** A token that names an unknown key makes us ask for the keys again, at most this often. */
const ASK_AGAIN_MS = 30_000;
/** While the provider cannot be asked, keys that it gave not longer ago than this still count. */
const KEPT_SECONDS = 3_600;

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });

/**
 * The keys by which a provider signs, read when they are first needed and kept: a key that is new there is found by the
 * first token that names it.
 */
export function issuerKeys({ issuer, jwks_uri }: Pick<Oidc, 'issuer' | 'jwks_uri'>, clock: Clock): JWTVerifyGetKey {
  const ask = issuerFetch(issuer, clock);
  let readAt = Number.NEGATIVE_INFINITY;
  const keysAt = (address: string): RemoteJWKSet =>
    createRemoteJWKSet(new URL(address), {
      cacheMaxAge: FRESH_MS,
      cooldownDuration: ASK_AGAIN_MS,
      timeoutDuration: 10_000, // of both tries together
      async [customFetch](url) {
        const response = await ask(url);
        readAt = clock.now();
        return response;
      },
    });
  let remote: Promise<RemoteJWKSet> | undefined;
  const discovered = (): Promise<RemoteJWKSet> => {
    remote ??= (jwks_uri === undefined ? discover(issuer, ask) : Promise.resolve(jwks_uri)).then(keysAt);
    remote.catch(() => {
      remote = undefined; // it is asked again by a later token
    });
    return remote;
  };

  return async (header, token) => {
    const keys = await discovered();
    try {
      return await keys(header, token);
    } catch (error) {
      if (ofTheToken.some((kind) => error instanceof kind)) throw error;
      const known = clock.now() - readAt < KEPT_SECONDS ? keys.jwks() : undefined;
      const unreachable = error instanceof IssuerUnreachable ? error : new IssuerUnreachable(issuer, { cause: error });
      if (known === undefined) throw unreachable;
      return createLocalJWKSet(known)(header, token).catch(() => {
        throw unreachable; // perhaps signed by a key that is new there
      });
    }
  };
}

/** What jose says of the token; all else it says of the provider's answer. */
const ofTheToken = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** OpenID Connect Discovery 1.0: where the keys are, told by the issuer itself. */
async function discover(issuer: string, ask: (url: string) => Promise<Response>): Promise<string> {
  const response = await ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = Discovery.safeParse(await response.json().catch(() => undefined));
  if (!found.success) throw new IssuerUnreachable(issuer, { cause: found.error });
  if (found.data.issuer !== issuer)
    throw new IssuerUnreachable(issuer, { cause: new Error(`it calls itself ${found.data.issuer}`) });
  return found.data.jwks_uri;
}
