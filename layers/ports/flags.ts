import type { Flag } from '#domain/flags/flag.ts';
import type { EpochSeconds } from '#domain/time.ts';

/** The feature flags of one service as its newest finished deployment says them. */
export interface ServiceFlags {
  flags: Record<string, Flag>;
  /** the number of the newest deployment of whatever kind, which a change is conditional on; 0: there was none */
  deployment: number;
  /** a deployment that is still going on: only one fits at a time */
  underWay: { number: number; description: string } | null;
  /** since when these flags have been served to all */
  since: EpochSeconds | null;
}

export interface FlagStore {
  /** @returns undefined for a service that reads no flags */
  read(service: string): Promise<ServiceFlags | undefined>;
  /** Sets these flags and leaves every other as it is, if nothing was deployed since `seen`.
   *  @throws ActionBusy when something was, or is being deployed */
  set(service: string, wanted: Readonly<Record<string, Flag>>, seen: ServiceFlags, why: string): Promise<void>;
  /** What a service that asks now is told. */
  served(service: string): Promise<Record<string, Flag>>;
}
