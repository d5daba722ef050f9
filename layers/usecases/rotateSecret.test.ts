import { expect, test } from 'vitest';
import type { NewSecret } from '#ports';
import { aWebhook, silent } from '#test/support/events.ts';
import { rotateSecret } from './rotateSecret.ts';

async function rotated(wish: Parameters<typeof rotateSecret>[1], replaced = true) {
  const kept: { webhook: unknown; secret: NewSecret | undefined }[] = [];
  const result = await rotateSecret(aWebhook('webhook_1'), wish, {
    webhooks: {
      replace: async (webhook, secret) => {
        kept.push({ webhook, secret });
        return replaced;
      },
    },
    clock: { now: () => Date.parse('2026-11-24T16:00:00Z') / 1000 },
    log: silent,
  });
  return { result, kept };
}

test('a new secret is made and told, and the old one signs beside it for the overlap', async () => {
  const { result, kept } = await rotated({ overlap: '24h' });
  expect(result).toMatchObject({
    secret: expect.stringMatching(/^whsec_/),
    webhook: { version: 2, previous_until: '2026-11-25T16:00:00.000Z' },
  });
  if (result === 'lost') throw new Error('it was not lost');
  expect(kept).toEqual([{ webhook: result.webhook, secret: { secret: result.secret, keepPrevious: true } }]);
  expect(JSON.stringify(result.webhook)).not.toContain(result.secret);
});

test('without an overlap the old one ends now; a secret that is given is taken', async () => {
  const { result, kept } = await rotated({ secret: 'mine', overlap: 0 });
  expect(result).toMatchObject({ secret: 'mine', webhook: { previous_until: null } });
  expect(kept).toMatchObject([{ secret: { secret: 'mine', keepPrevious: false } }]);
});

test('of two rotations at once one is lost, and tells no secret', async () => {
  expect((await rotated({ overlap: '1h' }, false)).result).toBe('lost');
});
