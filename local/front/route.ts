import type { IncomingMessage } from 'node:http';

/** What stands behind the one address. */
export interface Upstream {
  emulatorUrl: string;
  apiId: string;
  webSocketApiId: string;
  /** The WebSocket API's stage. */
  stage?: string;
}

const STREAM = '/stream/anomalies';

/** The emulator reaches APIs by path; `$default` is an HTTP API's stage. */
export function apiPath({ apiId }: Upstream, url: string): string {
  return `/_aws/execute-api/${apiId}/$default${url.startsWith('/') ? url : `/${url}`}`;
}

/** The stage's own path: a WebSocket API knows no path below it, so only the query is kept (`?ticket=`). */
export function streamPath({ webSocketApiId, stage = 'prod' }: Upstream, url: string): string {
  const query = url.indexOf('?');
  return `/_aws/execute-api/${webSocketApiId}/${stage}${query === -1 ? '' : url.slice(query)}`;
}

export function isStream(url: string): boolean {
  return pathOf(url) === STREAM || pathOf(url) === `${STREAM}/`;
}

export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** Says who asked, for what host and how. The front is the first hop, so what a client claims about itself is dropped. */
export function setForwarded(request: IncomingMessage, protocol: 'http' | 'ws'): void {
  const { headers, socket } = request;
  delete headers.forwarded;
  headers['x-forwarded-for'] = socket.remoteAddress ?? '';
  headers['x-forwarded-host'] = headers.host ?? '';
  headers['x-forwarded-port'] = String(socket.localPort ?? '');
  headers['x-forwarded-proto'] = protocol;
}
