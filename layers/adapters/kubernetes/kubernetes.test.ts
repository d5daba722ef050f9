import type { EKSClient } from '@aws-sdk/client-eks';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import type { Kubernetes } from '#ports';
import { ActionDrift, ActionHeld, type ActionTools, type Plan } from '#usecases/actionType.ts';
import { clientDouble } from '../double.fixture.ts';
import { restartRollout } from './actions/restartRollout.ts';
import { eksConnect } from './eks.ts';
import { KubernetesRefusal, kubernetesOf } from './kubernetes.ts';
import { aDeployment, type Held, KubernetesDouble, questionIn } from './server.fixture.ts';
import { eksToken } from './token.ts';

// The official client, with a token as EKS wants it, against a server that speaks the API.
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const sts = new STSClient({ region: 'eu-central-1', credentials });
const signer = async () => ({ region: 'eu-central-1', credentials, sha256: sts.config.sha256 });
const place = { cluster: 'prod', namespace: 'shop', deployment: 'checkout' };
const checkout = aService({ name: 'checkout', workload: { platform: 'eks', ...place } });

/** What STS would say: the same question, signed with the same key for this cluster at that time, is the same. */
const signedFor = (cluster: string) => async (token: string) => {
  const [, y, m, d, h, min, s] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(
    questionIn(token).searchParams.get('X-Amz-Date') ?? '',
  ) ?? [''];
  return token === (await eksToken(cluster, await signer(), new Date(`${y}-${m}-${d}T${h}:${min}:${s}Z`)));
};

let server: KubernetesDouble;
let endpoint: string;
beforeAll(async () => {
  server = await KubernetesDouble.make(signedFor('prod'));
  endpoint = await server.listen();
});
afterAll(() => server.close());

let held: Held;
let kubernetes: Kubernetes;
let described: number;
let now: number;
let off: boolean;

let ca: string;

beforeEach(() => {
  held = aDeployment();
  server.deployments.clear();
  server.deployments.set('shop/checkout', held);
  server.patches.length = 0;
  ca = server.ca;
  described = 0;
  now = 1_800_000_000;
  off = false;
  const eks = clientDouble<EKSClient>({
    DescribeClusterCommand: () => {
      described += 1;
      return { cluster: { endpoint, status: 'ACTIVE', certificateAuthority: { data: ca } } };
    },
  });
  kubernetes = kubernetesOf(eksConnect({ eks: () => eks, signer, now: () => now }));
});
afterEach(() => {
  server.failures.length = 0;
  server.forbidden.clear();
});

const tools = (): ActionTools => ({
  id: 'action_1',
  now,
  trigger: { failing: [] },
  async mayChange() {
    if (off) throw new ActionHeld('switched off: test');
  },
});
const type = () => restartRollout(kubernetes);
async function aPlan(): Promise<Plan> {
  const { plan, nothing } = await type().plan(checkout, {}, tools());
  if (plan === undefined) throw new Error(nothing);
  return plan;
}

describe('a rollout restart', () => {
  test('is asked for once, and settles when every new pod serves and none of the old is left', async () => {
    const plan = await aPlan();
    await type().act(plan, tools());
    await type().act(plan, tools());
    expect(server.patches).toEqual(['{"kubectl.kubernetes.io/restartedAt":"2027-01-15T08:00:00.000Z"}']);
    expect(await type().settled(plan, tools())).toMatchObject({ state: 'moving' });
    held.observedGeneration = held.generation;
    held.status = { replicas: 3, updatedReplicas: 2, availableReplicas: 3 };
    expect(await type().settled(plan, tools()), 'an old pod is left').toMatchObject({ state: 'moving' });
    held.status = { replicas: 2, updatedReplicas: 2, availableReplicas: 1 };
    expect(await type().settled(plan, tools()), 'a new one does not serve').toEqual({
      state: 'moving',
      what: '2 of 2 pods are new, 1 serve',
    });
    held.status = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
    expect(await type().settled(plan, tools())).toEqual({ state: 'settled' });
  });

  test('that another began meanwhile is not begun again', async () => {
    const plan = await aPlan();
    held.annotations = { 'kubectl.kubernetes.io/restartedAt': '2027-01-15T07:59:59Z' };
    await type().act(plan, tools());
    expect(server.patches).toEqual([]);
  });

  test('whose Deployment changes at the same moment is tried with what is there then', async () => {
    const plan = await aPlan();
    const { read } = kubernetes;
    let reads = 0;
    kubernetes = {
      ...kubernetes,
      async read(where) {
        const found = await read(where);
        reads += 1;
        if (reads === 1) held.version += 1; // its status moved between the reading and the change
        return found;
      },
    };
    await type().act(plan, tools());
    expect(reads).toBe(2);
    expect(server.patches).toHaveLength(1);
  });

  test('that gets stuck has failed', async () => {
    const plan = await aPlan();
    await type().act(plan, tools());
    held.observedGeneration = held.generation;
    held.conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
    expect(await type().settled(plan, tools())).toMatchObject({ state: 'failed' });
  });

  test('is held by a guard of the last moment, and by consent that was taken back', async () => {
    const plan = await aPlan();
    off = true;
    await expect(type().act(plan, tools())).rejects.toThrow(ActionHeld);
    off = false;
    held.labels = {};
    await expect(type().act(plan, tools())).rejects.toThrow(ActionDrift);
    expect(server.patches).toEqual([]);
  });
});

describe('nothing is done', () => {
  test.each([
    ['without consent', (it: Held) => Object.assign(it, { labels: {} }), 'does not carry the label forestall/act'],
    ['to what is scaled to nothing', (it: Held) => Object.assign(it, { replicas: 0 }), 'scaled to nothing'],
    ['while a rollout is under way', (it: Held) => Object.assign(it, { generation: 2 }), 'is under way'],
  ])('%s', async (_name, change, why) => {
    change(held);
    expect(await type().plan(checkout, {}, tools())).toEqual({ nothing: expect.stringContaining(why) });
  });

  test('to what is not there, or runs elsewhere', async () => {
    server.deployments.clear();
    expect(await type().plan(checkout, {}, tools())).toEqual({ nothing: 'prod has no deployment shop/checkout' });
    expect(await type().plan(aService(), {}, tools())).toEqual({ nothing: 'orders does not run on EKS' });
  });
});

describe('the connection', () => {
  test('is kept as long as its token holds, then made anew', async () => {
    await kubernetes.read(place);
    await kubernetes.read(place);
    expect(described).toBe(1);
    now += 15 * 60;
    await kubernetes.read(place);
    expect(described).toBe(2);
  });

  test('a trouble that passes is tried again', async () => {
    server.failures.push(503, 0);
    expect(await kubernetes.read(place)).toMatchObject({ wanted: 2, available: 2 });
  });

  test('a trouble that lasts is an error that says what was asked', async () => {
    server.failures.push(500, 500, 500, 500);
    await expect(kubernetes.read(place)).rejects.toThrow('Kubernetes answered 500 about shop/checkout in prod');
  });

  test('a refusal is not asked again', async () => {
    server.forbidden.add('shop');
    await expect(kubernetes.read(place)).rejects.toMatchObject({ name: 'KubernetesRefusal', status: 403 });
    await expect(kubernetes.read(place)).rejects.toBeInstanceOf(KubernetesRefusal);
  });

  test('a token of another cluster lets nobody in', async () => {
    await expect(kubernetes.read({ ...place, cluster: 'test' })).rejects.toMatchObject({ status: 401 });
  });

  test('a cluster under another authority than EKS names is not spoken to', async () => {
    ca = (await KubernetesDouble.make(signedFor('prod'))).ca;
    await expect(kubernetes.read(place)).rejects.toThrow();
    expect(server.patches).toEqual([]);
  });
});

test('a token is signed for its cluster alone, with the session of the role', async () => {
  const token = await eksToken('prod', await signer(), new Date('2027-01-15T08:00:00Z'));
  expect(Object.fromEntries(questionIn(token).searchParams)).toMatchObject({
    'X-Amz-Credential': 'AKIDEXAMPLE/20270115/eu-central-1/sts/aws4_request',
    'X-Amz-Expires': '60',
    'X-Amz-Security-Token': 'session',
    'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
  });
  const other = await eksToken('test', await signer(), new Date('2027-01-15T08:00:00Z'));
  expect(other).not.toBe(token);
});
