import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { editorSchema } from './editorSchema.ts';

const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(editorSchema())));
const accepts = (file: unknown): boolean => schema.safeParse(file).success;
const policy = (...actions: unknown[]) => [{ condition: 'cpu_usage > 85', actions }];

test('what ships is what an editor accepts', () => {
  const folder = new URL('../../../policies/', import.meta.url);
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.yml'))) {
    expect(accepts(parse(readFileSync(new URL(name, folder), 'utf8'))), name).toBe(true);
  }
});

test('an action is accepted in each of its spellings', () => {
  expect(accepts(policy('alert', 'restart_pod'))).toBe(true);
  expect(accepts(policy({ type: 'scale', by: '+50%', max_replicas: 10, lease: '30m' }))).toBe(true);
  expect(accepts(policy({ circuit_breaker: 'enable' }, { rate_limiter: { mode: 'gentle', lease: '15m' } }))).toBe(true);
  expect(accepts(policy({ alert: 'executive_team' }))).toBe(true);
});

test('what no type takes is shown while it is written', () => {
  expect(accepts(policy('reboot'))).toBe(false);
  expect(accepts(policy({ type: 'scale', max_replica: 10 }))).toBe(false);
  expect(accepts(policy({ type: 'restart_container', strategy: 'all-at-once' }))).toBe(false);
  expect(accepts(policy({ rate_limiter: 'a bit' }))).toBe(false);
});
