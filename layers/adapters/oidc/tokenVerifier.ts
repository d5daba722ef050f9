import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Oidc } from '#domain/configuration/oidc.ts';
import { holderOfToken } from '#domain/key/token.ts';
import type { Clock, TokenVerifier } from '#ports';
import { issuerKeys } from './issuerKeys.ts';

/**
 * Signatures by a private key alone: a provider's public key is known to everybody, and must never count as the secret of
 * an HMAC; `none` is no signature.
 */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Verifies the tokens of one identity provider: signature, issuer, audience, times. */
export function tokenVerifier(oidc: Oidc, clock: Clock): TokenVerifier {
  const keys = issuerKeys(oidc, clock);
  const options = () => ({
    issuer: oidc.issuer,
    audience: oidc.audience,
    algorithms: ALGORITHMS,
    clockTolerance: oidc.clock_skew,
    requiredClaims: ['exp', 'sub'],
    currentDate: new Date(clock.now() * 1_000),
  });
  const claimsIn = async (token: string): Promise<JWTPayload> => {
    try {
      return (await jwtVerify(token, keys, options())).payload;
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      // the token does not name its key: each that fits is tried
      for await (const key of error) {
        const verified = await jwtVerify(token, key, options()).catch(otherKey);
        if (verified) return verified.payload;
      }
      throw new errors.JWSSignatureVerificationFailed();
    }
  };
  return {
    async verify(token) {
      try {
        const holder = holderOfToken(await claimsIn(token), oidc);
        return holder ? { holder } : { refused: 'this token does not say whose it is' };
      } catch (error) {
        if (error instanceof errors.JOSEError) return { refused: whyNot(error) };
        throw error;
      }
    },
  };
}

function otherKey(error: unknown): undefined {
  if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
}

/** Why a token is refused, in words that help its holder and quote nothing of it. */
function whyNot(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'this token has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return claimTold[error.claim] ?? `its ${error.claim} does not fit`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'this token is not signed by a private key';
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey)
    return 'this token is not signed by the identity provider';
  return 'a key reads rp_<id>_<secret>, and this is no token either';
}

const claimTold: Readonly<Record<string, string>> = {
  iss: 'this token is of another issuer',
  aud: 'this token is for another audience',
  exp: 'this token does not say when it ends',
  nbf: 'this token is not good yet',
  sub: 'this token does not say whose it is',
};
