import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { call } from '#test/support/httpCall.ts';
import { handler } from './meta.ts';

const page = await call(handler, { route: 'GET /docs' });
const file = (name: string) => call(handler, { route: 'GET /docs/{file}', params: { file: name } });

test('the reference page is shown without a key, and may load and ask nothing but this address', async () => {
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = page.headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe/);
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
});

test('what the page loads is named relatively, stands beside it, and fits what a function may answer', async () => {
  const loaded = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
  const relative = loaded.filter((address) => !['data:,', 'openapi.json'].includes(address));
  expect(relative.sort()).toEqual(['docs/page.js', 'docs/swagger-ui-bundle.js', 'docs/swagger-ui.css']);
  for (const address of relative) {
    const { status, headers } = await file(address.slice('docs/'.length));
    expect([status, headers['content-encoding']], address).toEqual([200, 'gzip']);
    expect(headers['content-type']).toMatch(address.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
  }
});

test("the files are Swagger UI's own, whole", async () => {
  const { bytes } = await file('swagger-ui-bundle.js');
  // a function answers at most 6 MB, and bytes go out as base64
  expect(bytes.length).toBeLessThan(4_000_000);
  expect(gunzipSync(bytes).toString('utf8')).toContain('SwaggerUIBundle');
});

test('no other file is there', async () => {
  expect(await file('../../installation.json')).toMatchObject({ status: 422 });
  expect(await file('index.html')).toMatchObject({ status: 422 });
});
