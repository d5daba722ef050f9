import { expect, test } from 'vitest';
import { documentOf, PolicyReplacement } from './policies.ts';

test('what GET answers may come back as it is: what is only told, or is nothing, is passed over', () => {
  const answered = {
    id: 'policy_1',
    name: 'leak',
    namespace: null,
    service: 'orders',
    notification: null,
    condition: 'memory_usage > 90',
    action: 'restart_container',
    cooldown: 300,
    enabled: false,
    source: 'api',
    version: 4,
    created_at: '2026-11-24T16:00:00.000Z',
    updated_at: '2026-11-24T16:00:00.000Z',
    record: { helped: 1 },
  };
  expect(documentOf(PolicyReplacement.parse(answered))).toEqual({
    name: 'leak',
    service: 'orders',
    condition: 'memory_usage > 90',
    action: 'restart_container',
    cooldown: 300,
    enabled: false,
  });
});

test('a member that no policy has is refused', () => {
  expect(PolicyReplacement.safeParse({ name: 'leak', cooldwon: 3 }).success).toBe(false);
});
