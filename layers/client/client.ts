import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.generated.ts';

export type { components, operations, paths } from './api.generated.ts';

/** Every route with the types of what it takes and answers. */
export type ForestallClient = Client<paths>;

export interface ClientOptions {
  /** the one address, without a slash at its end */
  url: string;
  /** `rp_…` */
  key: string;
  /** another `fetch`: with time limits, tries, failures of one's own */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * The API, typed from its OpenAPI document: `const { data, error } = await client.GET('/anomalies')`, where `error` is a
 * problem (RFC 9457).
 */
export const forestallClient = ({ url, key, fetch }: ClientOptions): ForestallClient =>
  createClient<paths>({
    baseUrl: url,
    headers: { Accept: 'application/json', 'X-API-Key': key },
    ...(fetch === undefined ? {} : { fetch }),
  });
