import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Instant } from '#domain/time.ts';
import type { Page, PageRequest } from './page.ts';

export interface AnomalyFilter {
  service?: string | undefined;
  metric?: string | undefined;
  severity?: string | undefined;
  source?: string | undefined;
  kind?: string | undefined;
  status: 'open' | 'resolved' | 'all';
  /** at least this level */
  level: 'sensitive' | 'warn' | 'page';
  since?: Instant | undefined;
  until?: Instant | undefined;
}

export interface AnomalyTable {
  /** Writes if the stored version is lower; false when it is not (a repeat changes nothing). */
  put(anomaly: Anomaly): Promise<boolean>;
  get(id: string): Promise<Anomaly | undefined>;
  list(filter: AnomalyFilter, page: PageRequest): Promise<Page<Anomaly>>;
  open(): Promise<Anomaly[]>;
  /** the breaches that are foreseen and not over */
  foreseen(): Promise<Anomaly[]>;
}
