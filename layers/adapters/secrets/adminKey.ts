import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import type { ApiKey } from '#domain/key/key.ts';
import { secretHash } from '#domain/key/secret.ts';
import type { EpochSeconds } from '#domain/time.ts';
import type { AdminKey, Clock } from '#ports';

/** A rotated secret is taken up after this long. */
const CACHE_SECONDS = 60;

const Stored = z.object({
  id: z.string().regex(/^[0-9a-zA-Z]{1,32}$/),
  secret: z.string().min(16),
  rate_limit: z.number().int().positive().default(100_000),
});

/**
 * The admin key, from Secrets Manager. Only its hash is kept in memory, and nothing of it is ever logged: what does not
 * fit its shape is refused without being quoted.
 */
export function adminKey(client: SecretsManagerClient, secretName: string, clock: Clock): AdminKey {
  let read: { key: ApiKey; at: EpochSeconds } | undefined;
  return {
    async get(id) {
      const now = clock.now();
      if (read === undefined || now - read.at >= CACHE_SECONDS)
        read = { key: await keyIn(client, secretName), at: now };
      return read.key.id === id ? read.key : undefined;
    },
  };
}

async function keyIn(client: SecretsManagerClient, secretName: string): Promise<ApiKey> {
  const { SecretString, CreatedDate } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
  const stored = Stored.safeParse(parsed(SecretString ?? ''));
  if (!stored.success) throw new Error(`the secret ${secretName} holds no {"id", "secret"}`);
  const { id, secret, rate_limit } = stored.data;
  return {
    id,
    name: 'admin',
    description: 'The first key, kept in Secrets Manager.',
    scopes: ['admin'],
    namespaces: null,
    rate_limit,
    expires_at: null,
    created_at: (CreatedDate ?? new Date(0)).toISOString(),
    last_used_at: null,
    hash: secretHash(secret),
    previous: null,
    version: 1,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a parser's message would quote the secret
  }
}
