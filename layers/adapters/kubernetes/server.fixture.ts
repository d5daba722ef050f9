import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

// A small server that speaks the Kubernetes API about Deployments over TLS, and refuses what it refuses. It looks at an EKS
// token as the cluster's authenticator does.

export interface Held {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  generation: number;
  observedGeneration: number;
  version: number;
  replicas: number;
  status: { replicas: number; updatedReplicas: number; availableReplicas: number };
  conditions: { type: string; status: string; reason: string }[];
}

/** As it is before each test: two pods of one version that serve. */
export const aDeployment = (): Held => ({
  labels: { 'forestall/act': 'true' },
  annotations: {},
  generation: 1,
  observedGeneration: 1,
  version: 100,
  replicas: 2,
  status: { replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
  conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }],
});

const PATH = /^\/apis\/apps\/v1\/namespaces\/([^/?]+)\/deployments\/([^/?]+)(\?|$)/;
const PATCHES = new Set(['application/strategic-merge-patch+json', 'application/merge-patch+json']);

interface Patch {
  metadata?: { resourceVersion?: string };
  spec?: { template?: { metadata?: { annotations?: Record<string, string> } } };
}

export class KubernetesDouble {
  readonly deployments = new Map<string, Held>();
  readonly patches: string[] = [];
  /** statuses that the next calls get instead of an answer; 0 hangs up */
  readonly failures: number[] = [];
  /** whom the access entries let in may not read here */
  readonly forbidden = new Set<string>();
  /** its authority's certificate, base64 of PEM, as EKS gives it */
  readonly ca: string;
  #server: Server;
  #letsIn: (token: string) => Promise<boolean>;

  private constructor(tls: { private: string; cert: string }, letsIn: (token: string) => Promise<boolean>) {
    this.ca = Buffer.from(tls.cert).toString('base64');
    this.#letsIn = letsIn;
    this.#server = createServer({ key: tls.private, cert: tls.cert }, (request, response) => {
      void this.#answer(request, response);
    });
  }

  /** @param letsIn what STS says of a token's signature */
  static async make(letsIn: (token: string) => Promise<boolean>): Promise<KubernetesDouble> {
    const tls = await generate([{ name: 'commonName', value: 'kubernetes' }], {
      keyType: 'ec',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    return new KubernetesDouble(tls, letsIn);
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const failure = this.failures.shift();
    if (failure === 0) {
      request.socket.destroy();
      return;
    }
    if (failure !== undefined) return refuse(response, failure, 'ServiceUnavailable');
    const token = /^Bearer (k8s-aws-v1\.[A-Za-z0-9_-]+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined || !isQuestionToSts(token) || !(await this.#letsIn(token)))
      return refuse(response, 401, 'Unauthorized');
    const [, namespace = '', name = ''] = PATH.exec(request.url ?? '') ?? [];
    if (this.forbidden.has(namespace)) return refuse(response, 403, 'Forbidden');
    const held = this.deployments.get(`${namespace}/${name}`);
    if (!held) return refuse(response, 404, 'NotFound');
    if (request.method === 'GET') return answer(response, 200, shape(namespace, name, held));
    if (request.method !== 'PATCH') return refuse(response, 405, 'MethodNotAllowed');
    if (!PATCHES.has(String(request.headers['content-type']))) return refuse(response, 415, 'UnsupportedMediaType');
    this.#patch(held, JSON.parse(body), response, () => shape(namespace, name, held));
  }

  #patch(held: Held, patch: Patch, response: ServerResponse, shaped: () => object): void {
    const version = patch.metadata?.resourceVersion;
    if (version !== undefined && version !== String(held.version)) {
      refuse(response, 409, 'Conflict');
      return;
    }
    const annotations = { ...held.annotations, ...patch.spec?.template?.metadata?.annotations };
    if (JSON.stringify(annotations) !== JSON.stringify(held.annotations)) {
      held.annotations = annotations;
      held.generation += 1;
      held.version += 1;
      held.status.updatedReplicas = 0;
      this.patches.push(JSON.stringify(annotations));
    }
    answer(response, 200, shaped());
  }
}

/** The address of a signed question to STS, in base64url, that names a cluster in a signed header. */
export const questionIn = (token: string): URL =>
  new URL(Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url').toString());

function isQuestionToSts(token: string): boolean {
  const { hostname, searchParams } = questionIn(token);
  const signed = (searchParams.get('X-Amz-SignedHeaders') ?? '').split(';');
  return (
    /^sts\.[a-z0-9-]+\.amazonaws\.com$/.test(hostname) &&
    searchParams.get('Action') === 'GetCallerIdentity' &&
    Number(searchParams.get('X-Amz-Expires')) <= 900 &&
    signed.includes('host') &&
    signed.includes('x-k8s-aws-id')
  );
}

const shape = (namespace: string, name: string, held: Held) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace,
    labels: held.labels,
    generation: held.generation,
    resourceVersion: String(held.version),
  },
  spec: {
    replicas: held.replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { annotations: held.annotations }, spec: { containers: [{ name, image: name }] } },
  },
  status: { observedGeneration: held.observedGeneration, ...held.status, conditions: held.conditions },
});

function refuse(response: ServerResponse, code: number, reason: string): void {
  answer(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, code });
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
