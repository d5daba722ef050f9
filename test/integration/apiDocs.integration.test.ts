import { expect, test } from 'vitest';
import * as z from 'zod';
import { blocksOf, run } from '#test/support/docs.ts';
import { api, installation, json } from '#test/support/installation.ts';

// What docs/api shows, run as it stands; and the page that shows the reference, as the deployment answers it.

/** What a block prints, by its heading: the same in every language. */
const prints: Record<string, RegExp> = {
  'What is wrong now': /^open anomalies: \d+$/,
  'A policy: made once, changed by who has read it, removed':
    /^changed: 200\nchanged by who has not read that: 412\nremoved: 204$/,
  'A whole list, page by page': /^\d+ policies on \d+ pages$/,
  'What a refusal says': /^422 at \/condition$/,
  'A key for a pipeline, and whether it is good': /^pipeline: 100 an hour$/,
};

const blocks = await blocksOf('docs/api/examples.md');

test('every example is told in each language, and says what it prints', () => {
  for (const heading of Object.keys(prints)) {
    const languages = blocks.filter((block) => block.heading === heading).map(({ language }) => language);
    expect(languages, heading).toEqual(['bash', 'ts', 'python']);
  }
  expect(blocks).toHaveLength(3 * Object.keys(prints).length);
});

test.each(blocks)('$heading, in $language', async (block) => {
  const { api_url, admin_key } = installation();
  expect(await run(block, { FORESTALL_URL: api_url, FORESTALL_API_KEY: admin_key })).toMatch(
    prints[block.heading] ?? /^$/,
  );
});

test('the reference page and all that it loads are answered without a key', async () => {
  const open = (path: string) => fetch(`${installation().api_url}${path}`, { signal: AbortSignal.timeout(20_000) });
  const page = await open('/docs');
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([200, expect.stringContaining("'none'")]);
  const loaded = [...(await page.text()).matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(loaded).toHaveLength(3);
  for (const path of loaded) {
    const file = await open(`/${path}`);
    expect([file.status, file.headers.get('content-encoding')], path).toEqual([200, 'gzip']);
    expect((await file.text()).length, path).toBeGreaterThan(500);
  }
  const document = await json(open('/openapi.json'), z.looseObject({ openapi: z.literal('3.1.0') }));
  expect(Object.keys(z.record(z.string(), z.unknown()).parse(document.paths)).length).toBeGreaterThan(40);
  expect((await api('/docs')).status).toBe(200);
});
