import { DescribeClusterCommand, type EKSClient } from '@aws-sdk/client-eks';
import type { AppsV1Api } from '@kubernetes/client-node';
import type { Connect } from './kubernetes.ts';
import { eksToken, type Signer, TOKEN_SECONDS } from './token.ts';

const TIMEOUT_MS = 5_000;
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
    const api = await client({ server: cluster.endpoint, ca: cluster.certificateAuthority?.data, token });
    kept.set(name, { api, until: at + KEPT_SECONDS });
    return api;
  };
}

export interface ClusterAccess {
  server: string;
  /** its authority's certificate, base64 */
  ca?: string | undefined;
  token: string;
}

/** The official client, whose calls end after five seconds. It is loaded where a cluster is reached, and not before. */
export async function client({ server, ca, token }: ClusterAccess): Promise<AppsV1Api> {
  const { AppsV1Api, createConfiguration, KubeConfig, ServerConfiguration } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'it', server, ...(ca === undefined ? {} : { caData: ca }) }],
    users: [{ name: 'forestall', token }],
    contexts: [{ name: 'it', cluster: 'it', user: 'forestall' }],
    currentContext: 'it',
  });
  return new AppsV1Api(
    createConfiguration({
      baseServer: new ServerConfiguration(server, {}),
      authMethods: { default: config },
      promiseMiddleware: [
        {
          pre: async (request) => {
            request.setSignal(AbortSignal.timeout(TIMEOUT_MS));
            return request;
          },
          post: async (response) => response,
        },
      ],
    }),
  );
}
