import { DescribeClusterCommand, type EKSClient } from '@aws-sdk/client-eks';
import type { AppsV1Api } from '@kubernetes/client-node';
import type { Connect } from './kubernetes.ts';
import { eksToken, type Signer, TOKEN_SECONDS } from './token.ts';

/** Before it ends, so that a call never goes out with a token about to. */
const KEPT_SECONDS = TOKEN_SECONDS - 120;

export interface EksParts {
  eks(): EKSClient;
  signer(): Promise<Signer>;
  /** epoch seconds */
  now(): number;
}

/** Connects to EKS clusters as the function's role: EKS says where the cluster answers and by which authority, and the role
 *  needs an access entry there. A connection is kept as long as its token holds. */
export function eksConnect({ eks, signer, now }: EksParts): Connect {
  const kept = new Map<string, { api: AppsV1Api; until: number }>();
  return async (name) => {
    const known = kept.get(name);
    if (known && known.until > now()) return known.api;
    const at = now();
    const { cluster } = await eks().send(new DescribeClusterCommand({ name }));
    if (!cluster?.endpoint) throw new Error(`the EKS cluster ${name} has no endpoint: it is ${cluster?.status}`);
    const token = await eksToken(name, await signer(), new Date(at * 1000));
    const { client } = await import('./client.ts');
    const api = client({ server: cluster.endpoint, ca: cluster.certificateAuthority?.data, token });
    kept.set(name, { api, until: at + KEPT_SECONDS });
    return api;
  };
}
