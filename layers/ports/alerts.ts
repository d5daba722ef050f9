import type { AlertName, AlertStanding } from '#domain/anomaly/external/alert.ts';

/** What is known of other systems' alerts, one item each. */
export interface AlertStandings {
  get(name: AlertName): Promise<AlertStanding | undefined>;
  /** false: another writer was first, and it is to be read again */
  put(standing: AlertStanding): Promise<boolean>;
}
