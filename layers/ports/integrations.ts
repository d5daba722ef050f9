import type { Integration, Secrets } from '#domain/integration/integration.ts';

export interface IntegrationTable {
  /** false: one of this id is there already */
  create(integration: Integration, secrets: Secrets): Promise<boolean>;
  get(id: string): Promise<Integration | undefined>;
  /** What is secret about it, by name; nothing when there is no such integration. */
  secrets(id: string): Promise<Secrets | undefined>;
  /** false: the stored version is not `version - 1`, or it is gone */
  replace(integration: Integration): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale'>;
  all(): Promise<Integration[]>;
}

/** What came of asking a system to make its own side of an integration. */
export type Provisioned<Made> =
  | { made: Made; refused?: undefined; unanswered?: undefined }
  /** what it said to it */
  | { refused: string; made?: undefined; unanswered?: undefined }
  /** why there was no answer */
  | { unanswered: string; made?: undefined; refused?: undefined };

export interface PagerdutyProvisioner {
  /** Finds or makes a service with an Events API v2 integration, under the escalation policy of this name or id. */
  provision(wish: {
    apiUrl: string;
    apiKey: string;
    escalationPolicy: string;
  }): Promise<Provisioned<{ routingKey: string; serviceUrl: string | null }>>;
}
