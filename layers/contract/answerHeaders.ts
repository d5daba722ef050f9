/** Headers of answers, described once. */
export const HEADERS = {
  'RateLimit-Policy': { description: 'how much is allowed: `"key";q=1000;w=3600`', schema: { type: 'string' } },
  RateLimit: { description: 'how much is left, and the seconds until it begins anew', schema: { type: 'string' } },
  'Retry-After': { description: 'seconds to wait', schema: { type: 'integer' } },
  ETag: { description: 'the version, for If-Match', schema: { type: 'string' } },
  'WWW-Authenticate': { description: 'how to present a key', schema: { type: 'string' } },
};
export type HeaderName = keyof typeof HEADERS;
