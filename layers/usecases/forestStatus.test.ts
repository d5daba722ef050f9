import { expect, test } from 'vitest';
import { aService } from '#domain/fixtures.ts';
import { serviceHistory } from '#domain/forest/forest.fixture.ts';
import { trainForest } from '#domain/forest/train.ts';
import { forestStatus } from './forestStatus.ts';
import { forestsInMemory, newForestWorld } from './forests.fixture.ts';

test('each watched service, by name: what its forest knows, or that there is none', async () => {
  const world = newForestWorld();
  const ports = forestsInMemory(world);
  await ports.models.put(trainForest(serviceHistory(120), { version: 2, trainedAt: 1_800_000_000 }), undefined);
  const services = { all: async () => ['users', 'orders'].map((name) => aService({ name })) };
  const status = await forestStatus({ ...ports, services });
  expect(status).toMatchObject({ enabled: true, by: 'deployment', at: null });
  expect(status.services.map(({ service }) => service)).toEqual(['orders', 'users']);
  expect(status.services[0]).toMatchObject({
    samples: 120,
    ready: true,
    trained_at: '2027-01-15T08:00:00.000Z',
    model_version: 2,
    metrics: ['connection_pool_usage', 'cpu_usage', 'memory_usage', 'request_rate'],
  });
  expect(status.services[0]?.evaluation?.auc_broken).toBeGreaterThan(0.5);
  expect(status.services[1]).toEqual({
    service: 'users',
    samples: 0,
    ready: false,
    trained_at: null,
    model_version: null,
    metrics: [],
    evaluation: null,
  });
});
