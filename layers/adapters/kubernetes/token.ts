import { SignatureV4 } from '@smithy/signature-v4';

/** What signs: the function's own identity. */
export type Signer = { region: string } & Pick<ConstructorParameters<typeof SignatureV4>[0], 'credentials' | 'sha256'>;

/** EKS takes such a token for fifteen minutes from its signing, whatever it says itself. */
export const TOKEN_SECONDS = 15 * 60;
const EXPIRES_IN = 60;

/**
 * A bearer token for an EKS cluster: a question to STS who is asking, signed but not sent, with the cluster's name in a
 * signed header. The cluster sends it and so learns whom to let in; no other cluster accepts it.
 * @returns `k8s-aws-v1.` and the address in base64url
 */
export async function eksToken(cluster: string, { region, credentials, sha256 }: Signer, at: Date): Promise<string> {
  const hostname = `sts.${region}.amazonaws.com`;
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256 });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: hostname, 'x-k8s-aws-id': cluster },
    },
    { expiresIn: EXPIRES_IN, signingDate: at },
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (typeof value === 'string') search.set(name, value);
  return `k8s-aws-v1.${Buffer.from(`https://${hostname}/?${search}`).toString('base64url')}`;
}
