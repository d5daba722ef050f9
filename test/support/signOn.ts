import { importJWK, SignJWT } from 'jose';
import { installation } from './installation.ts';

/** A token of the identity provider that the deployment under test trusts, for an hour unless `expires` says otherwise. */
export async function tokenOf(claims: Record<string, unknown>, expires: string | number = '1h'): Promise<string> {
  const { url, key } = installation().issuer;
  return new SignJWT({ iss: url, aud: 'forestall', ...claims })
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .setExpirationTime(expires)
    .sign(await importJWK(key));
}
