import { expect, test } from 'vitest';
import { canonicalName } from './canonicalName.ts';

test.each([
  ['orders', 'orders', 0],
  ['orders-service', 'orders', 1],
  ['billing-service', 'billing-service', 1],
])('%s is %s, and costs %i reads', async (name, canonical, reads) => {
  let asked = 0;
  const services = {
    get: async (wanted: string) => {
      asked += 1;
      return wanted === 'billing-service' ? { ...someService, name: wanted } : undefined;
    },
  };
  expect([await canonicalName(name, services), asked]).toEqual([canonical, reads]);
});

const someService = {
  name: '',
  workload: { platform: 'external' as const },
  owner: null,
  depends_on: [],
  may_act: false,
  protected: false,
  resolution: 60,
  metrics: [],
  discovered_by: 'configuration' as const,
  updated_at: '2026-11-25T12:00:00.000Z',
};
