import { describe, expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { canonicalService, knownService } from './name.ts';
import { type Found, sameService, watchedServices } from './watched.ts';

const found = (service: string, tags: Record<string, string> = {}, cluster = 'demo'): Found => ({
  cluster,
  service,
  tags,
});
const watch = { 'forestall:watch': 'true' };
const sources = [
  { type: 'cloudwatch', namespace: 'Forestall/Fleet', clusters: ['demo'], resolution: '10s' },
  { type: 'cloudwatch', namespace: 'AWS/ECS' },
];
const watched = (workloads: readonly Found[], said: Record<string, unknown> = {}) =>
  watchedServices(workloads, Configuration.parse({ sources, services: said }), 0);

describe('what is watched', () => {
  test('what carries the tag, and what the file names by its cluster; not what it leaves out', () => {
    const services = watched([found('orders', watch), found('users'), found('payments'), found('secret', watch)], {
      payments: { cluster: 'demo' },
      secret: { watch: false },
    });
    expect(services.map(({ name, discovered_by }) => [name, discovered_by])).toEqual([
      ['orders', 'tag'],
      ['payments', 'name'],
    ]);
  });

  test('the file wins over tags, and consent comes from the tag alone', () => {
    const tags = { ...watch, 'forestall:owner': 'tagged', 'forestall:act': 'true' };
    const [orders, users] = watched([found('orders', tags), found('users', watch)], {
      orders: { owner: 'written', depends_on: ['users'], protected: true },
    });
    expect(orders).toMatchObject({ owner: 'written', depends_on: ['users'], protected: true, may_act: true });
    expect(users).toMatchObject({ owner: null, may_act: false });
  });

  test('a service on EKS is found in the file alone, with the consent that stands there', () => {
    const [checkout, quiet] = watched([], {
      checkout: { owner: 'shop', eks: { cluster: 'prod', namespace: 'shop', act: true } },
      quiet: { eks: { cluster: 'prod', deployment: 'quiet-web' } },
      unseen: { watch: false, eks: { cluster: 'prod' } },
    });
    expect(checkout).toMatchObject({
      name: 'checkout',
      workload: { platform: 'eks', cluster: 'prod', namespace: 'shop', deployment: 'checkout' },
      owner: 'shop',
      may_act: true,
      discovered_by: 'configuration',
    });
    expect(checkout?.metrics[0]).toMatchObject({
      metric: 'cpu_usage',
      namespace: 'ContainerInsights',
      dimensions: { ClusterName: 'prod', Namespace: 'shop', PodName: 'checkout' },
    });
    expect(quiet).toMatchObject({ workload: { namespace: 'default', deployment: 'quiet-web' }, may_act: false });
  });

  test('a service of another name in ECS', () => {
    const [shop] = watched([found('shop-prod-v2', watch)], { shop: { ecs_service: 'shop-prod-v2' } });
    expect(shop).toMatchObject({ name: 'shop', workload: { service: 'shop-prod-v2' } });
  });

  test('the first source that names a metric gives it, with its statistic and resolution', () => {
    const [orders] = watched([found('orders', watch)]);
    const cpu = orders?.metrics.find(({ metric }) => metric === 'cpu_usage');
    expect(cpu).toMatchObject({ namespace: 'Forestall/Fleet', name: 'cpu_usage', statistic: 'Average' });
    expect(orders?.metrics.find(({ metric }) => metric === 'request_rate')?.statistic).toBe('Sum');
    expect(orders?.resolution).toBe(10);
    const [other] = watched([found('orders', watch, 'production')]);
    expect(other).toMatchObject({ resolution: 60 });
    expect(other?.metrics.map(({ name }) => name).sort()).toEqual(['CPUUtilization', 'MemoryUtilization']);
  });

  test('the same description at another time is the same', () => {
    const [a] = watched([found('orders', watch)]);
    const [b] = watchedServices([found('orders', watch)], Configuration.parse({ sources }), 99);
    const [c] = watched([found('orders', { ...watch, 'forestall:act': 'true' })]);
    expect(a && b && sameService(a, b)).toBe(true);
    expect(a && c && sameService(a, c)).toBe(false);
  });
});

describe('names', () => {
  test('orders-service is orders, unless one bears that very name', () => {
    expect(canonicalService('orders-service')).toBe('orders');
    expect(canonicalService('orders-service', ['orders-service'])).toBe('orders-service');
    expect(canonicalService('orders')).toBe('orders');
    expect(canonicalService('-service')).toBe('-service');
  });

  test('a canonical name means the one that is known', () => {
    expect(knownService('orders', ['orders', 'orders-service'])).toBe('orders');
    expect(knownService('orders', ['orders-service', 'users'])).toBe('orders-service');
    expect(knownService('orders', [])).toBe('orders');
  });
});
