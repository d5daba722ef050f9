import { type Duration, seconds } from '#domain/configuration/configuration.ts';
import type { ApiKey, Scope } from '#domain/key/key.ts';
import { grants } from '#domain/key/key.ts';
import { keyText, newKeyId, newKeySecret, secretHash } from '#domain/key/secret.ts';
import { toInstant } from '#domain/time.ts';
import type { AdminKey, Clock, KeyTable, Log } from '#ports';
import { keyOf } from './authenticateKey.ts';

export interface KeyPorts {
  keys: KeyTable;
  admin: AdminKey;
  /** closes what a key holds open, once what it was opened with opens nothing any more */
  hangUp(keyId: string): Promise<unknown>;
  clock: Clock;
  log: Log;
}

/** Who manages keys: it can give away only what it has. */
export interface Manager {
  scopes: readonly Scope[];
  namespaces: readonly string[] | null;
}

export interface NewKey {
  name: string;
  description: string;
  scopes: Scope[];
  namespaces: string[] | null;
  rate_limit: number;
  expires_at: string | null;
}

export interface ShownKey {
  key: ApiKey;
  /** `rp_<id>_<secret>`: known here only now */
  text: string;
}

/** What the manager has not and so cannot give, as words; undefined where it may. */
export function beyond(wanted: Pick<ApiKey, 'scopes' | 'namespaces'>, manager: Manager): string | undefined {
  const scope = wanted.scopes.find((one) => !grants(manager.scopes, one));
  if (scope !== undefined) return `the scope ${scope}`;
  const own = manager.namespaces;
  if (own === null) return undefined;
  if (wanted.namespaces === null) return 'every namespace';
  const namespace = wanted.namespaces.find((one) => !own.includes(one));
  return namespace === undefined ? undefined : `the namespace ${namespace}`;
}

/** Makes a key. Only its hash is kept. */
export async function createKey(wanted: NewKey, { keys, clock, log }: KeyPorts): Promise<ShownKey> {
  const secret = newKeySecret();
  const key: ApiKey = {
    ...wanted,
    id: newKeyId(),
    expires_at: wanted.expires_at === null ? null : new Date(wanted.expires_at).toISOString(),
    created_at: toInstant(clock.now()),
    last_used_at: null,
    hash: secretHash(secret),
    previous: null,
    version: 1,
  };
  await keys.create(key);
  log.info('key made', { id: key.id, name: key.name, scopes: key.scopes });
  return { key, text: keyText(key.id, secret) };
}

/**
 * Gives a key a new secret; the old one opens for the overlap. Without one, what the old secret opened is closed too.
 * 'lost': another rotation, or a revocation, came first.
 */
export async function rotateKey(
  key: ApiKey,
  overlap: Duration,
  { keys, hangUp, clock, log }: KeyPorts,
): Promise<ShownKey | 'lost'> {
  const secret = newKeySecret();
  const length = seconds(overlap);
  const previous = length === 0 ? null : { hash: key.hash, until: toInstant(clock.now() + length) };
  const next = { hash: secretHash(secret), previous, version: key.version + 1 };
  if (!(await keys.rotate(key.id, next, key.hash))) return 'lost';
  if (previous === null) await hangUp(key.id);
  log.info('key rotated', { id: key.id, name: key.name });
  return { key: { ...key, ...next }, text: keyText(key.id, secret) };
}

/** Revokes a key: first the record, so that nothing opens with it any more, then what it holds open. */
export async function revokeKey(key: ApiKey, { keys, hangUp, log }: KeyPorts): Promise<void> {
  await keys.remove(key.id);
  await hangUp(key.id);
  log.info('key revoked', { id: key.id, name: key.name });
}

/** The key of this id, or of this hash: there are some dozens of keys, so the list is looked through. */
export async function findKey(
  idOrHash: string,
  { keys, admin }: Pick<KeyPorts, 'keys' | 'admin'>,
): Promise<ApiKey | undefined> {
  if (!/^[0-9a-f]{64}$/.test(idOrHash)) return keyOf(idOrHash, { keys, admin });
  let cursor: string | undefined;
  do {
    const page = await keys.list({ limit: 500, cursor });
    const found = page.items.find(({ hash }) => hash === idOrHash);
    if (found) return found;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return undefined;
}
