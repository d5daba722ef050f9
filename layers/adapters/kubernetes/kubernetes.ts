import type { AppsV1Api, V1Deployment } from '@kubernetes/client-node';
import pRetry from 'p-retry';
import type { Kubernetes, KubernetesDeployment, KubernetesPlace } from '#ports';

/** The client of a cluster, by its name. */
export type Connect = (cluster: string) => Promise<AppsV1Api>;

/** The annotation by which kubectl restarts: that of another time makes another template, and so a rollout. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const CONSENT = 'forestall/act';
const TRIES = 3;
const NOT_FOUND = 404;
const CONFLICT = 409;

/** Deployments through the Kubernetes API. Every call may be repeated: what is read changes nothing, and a change holds for
 *  one version only. */
export function kubernetesOf(connect: Connect): Kubernetes {
  return {
    async read(place) {
      const found = await call(connect, place, (api, of) => api.readNamespacedDeployment(of), NOT_FOUND);
      return found && stateOf(found);
    },
    async restart(place, { at, version }) {
      const { asStrategicMerge } = await import('./client.ts');
      const body = {
        metadata: { resourceVersion: version },
        spec: { template: { metadata: { annotations: { [RESTARTED_AT]: at } } } },
      };
      const patched = await call(
        connect,
        place,
        (api, of) => api.patchNamespacedDeployment({ ...of, body, fieldManager: 'forestall' }, asStrategicMerge()),
        CONFLICT,
      );
      return patched !== undefined;
    },
  };
}

/** @param expected a status that is an answer and no error: undefined is returned */
function call<T>(
  connect: Connect,
  { cluster, namespace, deployment: name }: KubernetesPlace,
  make: (api: AppsV1Api, of: { name: string; namespace: string }) => Promise<T>,
  expected: number,
): Promise<T | undefined> {
  return pRetry(
    async () => {
      try {
        return await make(await connect(cluster), { name, namespace });
      } catch (error) {
        if (statusOf(error) === expected) return undefined;
        throw plain(error, `${namespace}/${name} in ${cluster}`);
      }
    },
    {
      retries: TRIES - 1,
      minTimeout: 200,
      maxTimeout: 1_000,
      randomize: true,
      shouldRetry: ({ error }) => !(error instanceof KubernetesRefusal) || error.temporary,
    },
  );
}

/** What the API answered instead of what was asked for. */
export class KubernetesRefusal extends Error {
  override name = 'KubernetesRefusal';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }

  /** Asked too much, or the server's own trouble: it may be better soon. */
  get temporary(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;

/** The client's error holds the whole answer with its headers; a line of a log needs who refused what. */
function plain(error: unknown, what: string): unknown {
  const status = statusOf(error);
  if (status === undefined) return error;
  return new KubernetesRefusal(status, `Kubernetes answered ${status} about ${what}`, { cause: error });
}

function stateOf({ metadata, spec, status }: V1Deployment): KubernetesDeployment {
  return {
    consents: metadata?.labels?.[CONSENT] === 'true',
    restartedAt: spec?.template.metadata?.annotations?.[RESTARTED_AT] ?? null,
    version: metadata?.resourceVersion ?? '',
    observed: (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0),
    wanted: spec?.replicas ?? 1,
    pods: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    stuck: (status?.conditions ?? []).some(
      ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
    ),
  };
}
