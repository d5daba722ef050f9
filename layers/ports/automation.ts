/** Runs of SSM Automation documents. */
export interface Automation {
  /** Whether the document carries the tag `forestall:act`; undefined: there is no Automation document of this name. */
  describe(document: string): Promise<{ consents: boolean } | undefined>;
  /** Starts a run; the same token with the same words gives the run that it gave before. @returns the run's id */
  start(document: string, parameters: Readonly<Record<string, readonly string[]>>, token: string): Promise<string>;
  state(run: string): Promise<{ state: 'running' | 'succeeded' | 'failed'; said: string }>;
}
