import type { EpochSeconds, Instant } from '#domain/time.ts';

export interface KillSwitch {
  /** Strongly consistent, one try, one second. Throws when it cannot be read: the caller fails closed. */
  read(): Promise<{ enabled: boolean; reason: string; by: string; at: Instant }>;
  set(enabled: boolean, reason: string, by: string): Promise<void>;
}

/** Reservations in the control table: each one conditional update, named by its intent, expiring by itself. */
export interface Reservations {
  /** Refused while another intent holds the service. An intent takes it over from its own attempts, which are named
   *  `<intent>:<attempt>`; of two attempts the later is refused. */
  lockService(service: string, intent: string, until: EpochSeconds): Promise<{ ok: true } | { ok: false; by: string }>;
  unlockService(service: string, intent: string): Promise<void>;
  /** Refused while an earlier cooldown of this name lasts (unless the same intent took it). */
  cool(name: string, intent: string, until: EpochSeconds): Promise<{ ok: true } | { ok: false; until: EpochSeconds }>;
  uncool(name: string, intent: string): Promise<void>;
  /** Counts this intent in a sliding hour; refused when the limit is reached. */
  spend(name: string, intent: string, limit: number): Promise<{ ok: true } | { ok: false; spent: number }>;
  unspend(name: string, intent: string): Promise<void>;
}
