import type { ApiKey } from '#domain/key/key.ts';
import type { Instant } from '#domain/time.ts';
import type { Page, PageRequest } from './page.ts';

export interface KeyTable {
  create(key: ApiKey): Promise<void>;
  get(id: string): Promise<ApiKey | undefined>;
  /** A new secret. false: the key is gone, or its secret is not `ifHash` any more. */
  rotate(id: string, next: Pick<ApiKey, 'hash' | 'previous' | 'version'>, ifHash: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  list(page: PageRequest): Promise<Page<ApiKey>>;
  /** Notes when it was last used; a key that is gone meanwhile stays gone. */
  touch(id: string, at: Instant): Promise<void>;
}

/** The installation's first key, which no table holds. */
export interface AdminKey {
  /** undefined: the admin key has another id */
  get(id: string): Promise<ApiKey | undefined>;
}
