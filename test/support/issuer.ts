import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

/** What goes wrong there. */
export type Trouble = 'none' | 'down' | 'hangs' | 'no JSON' | 'redirects' | 'not found';

export interface Signing {
  alg?: string;
  key?: SigningKey;
  /** the header's; null leaves it out */
  kid?: string | null;
  expiresIn?: string | number | null;
}

/** An identity provider on this machine: OpenID discovery, keys that can be rotated, and tokens signed by them. */
export async function startIssuer() {
  let trouble: Trouble = 'none';
  let keys: SigningKey[] = [await signingKey('first')];
  const asked: string[] = [];
  const server = createServer(({ method, url = '' }, response) => {
    asked.push(url);
    if (method !== 'GET') return void response.writeHead(405, { allow: 'GET' }).end();
    if (trouble !== 'none') return troubled[trouble](response);
    const documents: Record<string, object> = {
      '/.well-known/openid-configuration': {
        issuer: address(),
        jwks_uri: `${address()}/keys`,
        authorization_endpoint: `${address()}/authorize`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: [...new Set(keys.map(({ alg }) => alg))],
      },
      '/keys': { keys: keys.map(({ publicJwk }) => publicJwk) },
    };
    const document = documents[url];
    if (document === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a run that could not be set up ends
  const { port } = server.address() as AddressInfo;
  const address = () => `http://127.0.0.1:${port}`;
  return {
    url: address(),
    /** the paths that were asked for, in order */
    asked,
    /** What another process needs to sign as this issuer does. */
    async exported() {
      const { kid, alg, privateKey } = keys.at(-1) as SigningKey;
      return { url: address(), key: { ...(await exportJWK(privateKey)), kid, alg } };
    },
    current: () => keys.at(-1) as SigningKey,
    /** Signs with a new key from now on; the old one is still published, or withdrawn. */
    async rotate(kid: string, { withdraw = false, alg }: { withdraw?: boolean; alg?: string } = {}) {
      keys = [...(withdraw ? [] : keys), await signingKey(kid, alg)];
    },
    be: (what: Trouble) => {
      trouble = what;
    },
    /** A token with these claims, for an hour unless they or `expiresIn` say otherwise. */
    async sign(claims: Record<string, unknown> = {}, { expiresIn = '1h', ...how }: Signing = {}) {
      const key = how.key ?? (keys.at(-1) as SigningKey);
      const kid = how.kid === undefined ? key.kid : how.kid;
      const token = new SignJWT({ iss: address(), aud: 'forestall', sub: 'alice', ...claims });
      token.setProtectedHeader({ alg: how.alg ?? key.alg, ...(kid === null ? {} : { kid }) });
      if (expiresIn !== null) token.setExpirationTime(expiresIn);
      return token.sign(key.privateKey);
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const troubled: Record<Exclude<Trouble, 'none'>, (response: ServerResponse) => void> = {
  down: (response) => void response.writeHead(503).end(),
  hangs: () => {},
  'no JSON': (response) => void response.writeHead(200).end('<html>'),
  redirects: (response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  'not found': (response) => void response.writeHead(404).end(),
};

export async function signingKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}
