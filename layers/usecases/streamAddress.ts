export interface KnownAddresses {
  /** the one address, where it is configured */
  publicUrl: string | undefined;
  /** where posts to connections go: the WebSocket API's own address, with http in place of ws */
  socketEndpoint: string;
  /** `https://host` that the caller asked */
  baseUrl: string;
}

/** The stream's address as the caller reaches it: at the one address, or the API's own where the API was asked directly. */
export function streamAddress({ publicUrl, socketEndpoint, baseUrl }: KnownAddresses): string {
  const front = publicUrl ?? (isFront(baseUrl, socketEndpoint) ? baseUrl : undefined);
  const url = front === undefined ? socketEndpoint : `${front.replace(/\/$/, '')}/stream/anomalies`;
  return url.replace(/^http/, 'ws');
}

/** API Gateway itself, or the emulator in its place, has no `/stream/anomalies`. */
function isFront(baseUrl: string, socketEndpoint: string): boolean {
  const { host, hostname } = new URL(baseUrl);
  return host !== new URL(socketEndpoint).host && !hostname.includes('.execute-api.');
}
