import {
  AppsV1Api,
  type ConfigurationOptions,
  createConfiguration,
  KubeConfig,
  PatchStrategy,
  ServerConfiguration,
  setHeaderOptions,
} from '@kubernetes/client-node';

// All that is used of the official client. It is large, so this file is loaded where a cluster is reached and not before,
// and names what it takes, so that the rest is left out of the bundle.

const TIMEOUT_MS = 5_000;

export interface ClusterAccess {
  server: string;
  /** its authority's certificate, base64 */
  ca?: string | undefined;
  token: string;
}

/** The client of a cluster's workloads, whose calls end after five seconds. */
export function client({ server, ca, token }: ClusterAccess): AppsV1Api {
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

/** What makes a patch a merge that knows Kubernetes' lists and maps. */
export const asStrategicMerge = (): ConfigurationOptions =>
  setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
