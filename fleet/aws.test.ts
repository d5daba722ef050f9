import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startAppConfig } from '#test/support/appConfig.ts';
import { flagSource } from './aws.ts';

let appConfig: Awaited<ReturnType<typeof startAppConfig>>;
beforeAll(async () => {
  appConfig = await startAppConfig(['orders']);
  vi.stubEnv('AWS_ENDPOINT_URL', appConfig.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(() => appConfig.stop());

test('a session is told its flags once, then nothing until they change, and goes on with each next token', async () => {
  let now = 1_000_000;
  appConfig.state.now = () => now;
  const deploy = (enabled: boolean) =>
    appConfig.deploy('orders', { version: '1', flags: { a: { name: 'a' } }, values: { a: { enabled } } });
  deploy(true);
  const source = flagSource({ application: 'app', environment: 'e-orders', profile: 'p-orders' });
  const ask = async (token: string) => {
    now += 15_300; // three turns
    return source.ask(token);
  };
  const first = await ask(await source.begin());
  expect(JSON.parse(first.text)).toEqual({ a: { enabled: true } });
  const second = await ask(first.next);
  expect(second.text).toBe('');
  deploy(false);
  const third = await ask(second.next);
  expect(JSON.parse(third.text)).toEqual({ a: { enabled: false } });
  await expect(source.ask(third.next), 'AppConfig lets no session ask so soon').rejects.toThrow('Request too early');
  await expect(ask(second.next), 'each token is good for one call').rejects.toThrow('used already');
});
