import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import { secretHash } from '#domain/key/secret.ts';
import { adminKey } from './adminKey.ts';

function setting(text: string | undefined) {
  const state = { text, reads: 0, now: 1_000 };
  const send = async () => {
    state.reads += 1;
    return { SecretString: state.text };
  };
  const client = { send } as unknown as SecretsManagerClient;
  return { state, admin: adminKey(client, 'the-secret', { now: () => state.now }) };
}
const SECRET = 'a-secret-that-is-long-enough';

test('it has the id that the secret says, every scope, and only its hash is given on', async () => {
  const { admin } = setting(JSON.stringify({ id: 'root', secret: SECRET }));
  expect(await admin.get('root')).toMatchObject({
    id: 'root',
    scopes: ['admin'],
    hash: secretHash(SECRET),
    namespaces: null,
  });
  expect(JSON.stringify(await admin.get('root'))).not.toContain(SECRET);
  expect(await admin.get('admin')).toBeUndefined();
});

test('it is read once a minute, and a rotated secret is taken up then', async () => {
  const { admin, state } = setting(JSON.stringify({ id: 'admin', secret: SECRET }));
  await admin.get('admin');
  state.text = JSON.stringify({ id: 'admin', secret: `${SECRET}2` });
  state.now += 59;
  expect((await admin.get('admin'))?.hash).toBe(secretHash(SECRET));
  state.now += 1;
  expect((await admin.get('admin'))?.hash).toBe(secretHash(`${SECRET}2`));
  expect(state.reads).toBe(2);
});

test.each(['{"id":"admin","secret":"short"}', `{"id":"admin","secret":"${SECRET}`, undefined])(
  'a secret of another shape is refused without being quoted: %s',
  async (text) => {
    const { admin } = setting(text);
    await expect(admin.get('admin')).rejects.toThrow(/^the secret the-secret holds no \{"id", "secret"\}$/);
  },
);
