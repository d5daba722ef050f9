import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { referenceFile } from './files.ts';

/** Runs the page's script as a browser at this address would, with the document answered so. */
async function opened(at: string, answer: { ok: boolean; status?: number; json?: () => unknown }) {
  const asked: string[] = [];
  const shown: Record<string, unknown>[] = [];
  const place = { textContent: '' };
  runInNewContext(referenceFile('page.js').toString('utf8'), {
    URL,
    document: { baseURI: at, querySelector: () => place },
    window: { SwaggerUIBundle: (options: Record<string, unknown>) => shown.push(options) },
    fetch: async (url: URL) => {
      asked.push(url.href);
      return answer;
    },
  });
  await new Promise(setImmediate);
  return { asked, shown, place };
}

test.each([
  ['https://forestall.example.com/docs', 'https://forestall.example.com/openapi.json', '/'],
  [
    'http://localhost:4566/_aws/execute-api/a1/$default/docs',
    'http://localhost:4566/_aws/execute-api/a1/$default/openapi.json',
    '/_aws/execute-api/a1/$default',
  ],
])('at %s it shows the document beside it, and sends requests there', async (at, document, server) => {
  const json = () => ({ openapi: '3.1.0', servers: [{ url: 'https://elsewhere' }] });
  const { asked, shown } = await opened(at, { ok: true, json });
  expect(asked).toEqual([document]);
  expect(shown).toEqual([
    expect.objectContaining({
      spec: { openapi: '3.1.0', servers: [{ url: server }] },
      validatorUrl: null,
      persistAuthorization: false,
    }),
  ]);
});

test('a document that is not answered is said in the page', async () => {
  const { shown, place } = await opened('https://forestall.example.com/docs', { ok: false, status: 503 });
  expect(shown).toEqual([]);
  expect(place.textContent).toContain('openapi.json is answered with 503');
});
