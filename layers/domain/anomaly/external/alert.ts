import type { Anomaly, AnomalySource, ExternalAlert, Level, Severity } from '../anomaly.ts';

/** The unit of one whose source says no figure: 1 while it fires, where 0 is usual. */
export const FIRING = 'firing';

/** What tells an alert from every other. */
export interface AlertName {
  source: AnomalySource;
  /** the same each time it fires */
  fingerprint: string;
}

/** One piece of news of another system's alert, in our words. */
export interface AlertNews extends AlertName {
  /** silent: what it watches says nothing any more, or is watched no longer */
  says: 'firing' | 'resolved' | 'silent';
  /** since when it says so, epoch seconds by the other system's clock */
  since: number;
  /** `since` puts all news of it in order, so that what is not newer than the last is old. Otherwise it says of one that
   *  fires when that began, which each repeat says again. */
  ordered: boolean;
  service: string;
  metric: string;
  severity: Severity;
  level: Level;
  /** what was measured, and the bound that it crossed, in the metric's unit; null where the source does not say */
  value: number | null;
  threshold: number | null;
  told: ExternalAlert;
}

/** What is known of an alert: the episode that it opened last, and the newest that was heard of it. */
export interface AlertStanding extends AlertName {
  /** null: it was never open */
  anomaly: Anomaly | null;
  /** of the newest news, epoch seconds by the other system's clock */
  since: number;
  /** rises by one with each change */
  version: number;
}
