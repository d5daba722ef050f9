import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf } from './route.ts';

const TEXT = `Forestall is running here.

  GET /health               the watched services
  GET /anomalies            what is wrong now
  GET /actions/recent       what was done about it
  GET /docs                 the whole API, to read and to try; /openapi.json for programs
  ws  /stream/anomalies     events as they happen

Send the API key in X-API-Key; npm start printed it, and .forestall/local.json has it.
`;

const HTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Forestall</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>Forestall</h1>
<pre>${TEXT}</pre>
</html>
`;

/** Whether this asks for the page at `/`, rather than for JSON. */
export function isPageRequest({ method, url, headers }: IncomingMessage): boolean {
  const accept = headers.accept ?? '*/*';
  return (method === 'GET' || method === 'HEAD') && pathOf(url ?? '') === '/' && /text\/html|\*\/\*/.test(accept);
}

/** The page that stands at `/` while nothing else does. */
export function answerLandingPage({ headers }: IncomingMessage, response: ServerResponse): void {
  const html = (headers.accept ?? '').includes('text/html');
  response
    .writeHead(200, { 'content-type': `text/${html ? 'html' : 'plain'}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(html ? HTML : TEXT);
}
