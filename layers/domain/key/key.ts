import * as z from 'zod';
import { type EpochSeconds, Instant, toEpoch } from '../time.ts';

export const Scope = z.enum(['read', 'write', 'act', 'ingest', 'admin']).meta({ id: 'Scope' });
export type Scope = z.infer<typeof Scope>;

/** An API key as kept: only its hash. The key itself is `rp_<id>_<secret>`, shown once. */
export const ApiKey = z.object({
  id: z.string().regex(/^[0-9a-zA-Z]{1,32}$/),
  name: z.string().min(1).max(200),
  description: z.string().max(1000),
  scopes: z.array(Scope).min(1),
  namespaces: z.array(z.string()).nullable(),
  rate_limit: z.number().int().positive().max(1_000_000).describe('calls an hour'),
  expires_at: Instant.nullable(),
  created_at: Instant,
  last_used_at: Instant.nullable(),
  hash: z.string().describe('SHA-256 of the secret, hex'),
  version: z.number().int().positive().default(1).describe('one more with each rotation'),
  previous: z
    .object({ hash: z.string(), until: Instant })
    .nullable()
    .default(null)
    .describe('the secret before the last rotation, while it still opens'),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const grants = (scopes: readonly Scope[], wanted: Scope): boolean =>
  scopes.includes('admin') || scopes.includes(wanted);

/** Whether the secret of this version opens anything: it is the newest, or the one before while the rotation's overlap lasts,
 *  and the key has not expired. */
export function opens({ version, previous, expires_at }: ApiKey, secretVersion: number, now: EpochSeconds): boolean {
  if (expires_at !== null && toEpoch(expires_at) <= now) return false;
  if (secretVersion >= version) return true;
  return secretVersion === version - 1 && previous !== null && toEpoch(previous.until) > now;
}
