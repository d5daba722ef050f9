import { toInstant } from '../time.ts';
import type { ApiKey } from './key.ts';
import { secretHash } from './secret.ts';

export const SECRET = 'a'.repeat(43);

/** A key that reads; its secret is SECRET. */
export const aKey = (more: Partial<ApiKey> = {}): ApiKey => ({
  id: 'reader12',
  name: 'reader',
  description: '',
  scopes: ['read'],
  namespaces: null,
  rate_limit: 1_000,
  expires_at: null,
  created_at: toInstant(0),
  last_used_at: null,
  hash: secretHash(SECRET),
  previous: null,
  version: 1,
  ...more,
});
