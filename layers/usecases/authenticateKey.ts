import type { ApiKey } from '#domain/key/key.ts';
import { keyParts, sameHash, secretHash } from '#domain/key/secret.ts';
import { type EpochSeconds, toEpoch, toInstant } from '#domain/time.ts';
import type { AdminKey, Clock, KeyTable, Log } from '#ports';

export interface AuthenticationPorts {
  keys: Pick<KeyTable, 'get' | 'touch'>;
  admin: AdminKey;
  clock: Clock;
  log: Log;
}

export type Authentication =
  | { key: ApiKey; secret: string; until: EpochSeconds | null; secretVersion: number; refused?: undefined }
  | { key?: undefined; refused: string };

/** The id under which the deployment makes the admin key; no key of the table has it, its own ids are longer. */
const ADMIN = 'admin';
const UNKNOWN = 'this key is not known';

/** The key of this id, from the table or as the deployment made it. */
export const keyOf = async (
  id: string,
  { keys, admin }: Pick<AuthenticationPorts, 'admin'> & { keys: Pick<KeyTable, 'get'> },
): Promise<ApiKey | undefined> => (id === ADMIN ? undefined : await keys.get(id)) ?? (await admin.get(id));

/**
 * Which key this is, and when what was shown ends (a secret before a rotation ends before its key). It is read strongly each
 * time, so that a revoked key is refused by the very next call. An unknown id and a wrong secret are refused alike.
 * @param text the key as presented: `rp_<id>_<secret>`
 */
export async function authenticateKey(text: string, ports: AuthenticationPorts): Promise<Authentication> {
  const parts = keyParts(text);
  if (!parts) return { refused: 'a key reads rp_<id>_<secret>' };
  const { id, secret } = parts;
  const key = await keyOf(id, ports);
  if (!key) return { refused: UNKNOWN };
  const now = ports.clock.now();
  const hash = secretHash(secret);
  const ends = key.expires_at === null ? [] : [toEpoch(key.expires_at)];
  let secretVersion = key.version;
  if (!sameHash(hash, key.hash)) {
    if (!key.previous || !sameHash(hash, key.previous.hash)) return { refused: UNKNOWN };
    ends.push(toEpoch(key.previous.until));
    secretVersion -= 1;
    if (toEpoch(key.previous.until) <= now) return { refused: 'this secret was replaced by a rotation' };
  }
  if (key.expires_at !== null && toEpoch(key.expires_at) <= now)
    return { refused: `this key expired at ${key.expires_at}` };
  return { key, secret, until: ends.length === 0 ? null : Math.min(...ends), secretVersion };
}

/** Notes that a key was used, at most once a minute. Not being able to is no reason to refuse its holder. */
export async function noteUse(key: ApiKey, { keys, clock, log }: AuthenticationPorts): Promise<void> {
  if (key.id === ADMIN) return;
  const now = clock.now();
  if (key.last_used_at !== null && now - toEpoch(key.last_used_at) < 60) return;
  try {
    await keys.touch(key.id, toInstant(now));
  } catch (error) {
    log.error('the use of a key was not noted', { key_id: key.id, error });
  }
}
