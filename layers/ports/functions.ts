export interface ProvisionedConcurrency {
  wanted: number;
  state: 'ready' | 'moving' | 'failed';
}

/** Lambda functions of the account. Concurrencies are numbers of runs at a time; null: none is set. */
export interface Functions {
  /** Whether it carries the tag `forestall:act`; undefined: there is none of this name. */
  describe(name: string): Promise<{ consents: boolean } | undefined>;
  /** Calls it once and waits for its answer. Never throws for what the function says or for an answer that is lost. */
  invoke(name: string, payload: unknown): Promise<{ ok: boolean; said: string }>;
  reserved(name: string): Promise<number | null>;
  setReserved(name: string, to: number | null): Promise<void>;
  provisioned(name: string, qualifier: string): Promise<ProvisionedConcurrency | null>;
  setProvisioned(name: string, qualifier: string, to: number | null): Promise<void>;
}
