import { type Holder, holderOf } from '#domain/key/holder.ts';
import type { TokenVerifier } from '#ports';
import { type AuthenticationPorts, authenticateKey, noteUse } from './authenticateKey.ts';

export interface IdentityPorts extends AuthenticationPorts {
  /** undefined: the installation has no identity provider */
  tokens?: TokenVerifier | undefined;
}

/** `secret`: what the holder proved to have, which opens what was kept for it alone. */
export type Identity =
  | { holder: Holder; secret: string; refused?: undefined }
  | { holder?: undefined; refused: string };

/**
 * Who shows this: a key (`rp_…`), or a token where the installation knows an identity provider.
 * @throws whatever keeps the provider from being asked
 */
export async function identify(shown: string, ports: IdentityPorts): Promise<Identity> {
  if (ports.tokens !== undefined && !shown.startsWith('rp_')) {
    const { holder, refused } = await ports.tokens.verify(shown);
    return holder === undefined ? { refused } : { holder, secret: shown };
  }
  const found = await authenticateKey(shown, ports);
  if (found.key === undefined) return found;
  await noteUse(found.key, ports);
  return { holder: holderOf(found.key, found), secret: found.secret };
}
