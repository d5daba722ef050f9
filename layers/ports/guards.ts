import type { AutonomyRecord, Outcome, Word } from '#domain/remediation/autonomy.ts';
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
  /** Who holds a service's lock, or a cooldown, now: read strongly, and nothing is taken. */
  holder(what: 'lock' | 'cooldown', name: string): Promise<{ intent: string; until: EpochSeconds } | undefined>;
  /** Counts this intent in a sliding hour; refused when the limit is reached. */
  spend(name: string, intent: string, limit: number): Promise<{ ok: true } | { ok: false; spent: number }>;
  unspend(name: string, intent: string): Promise<void>;
  /** how much of a budget is spent in the sliding hour */
  spent(name: string): Promise<number>;
}

/** Of which policy's action at which service a record is. */
export interface AutonomyKey {
  policyId: string;
  service: string;
  type: string;
}

/** What each policy's actions came to, and what people said of it: what it may do by itself rests on this. */
export interface AutonomyRecords {
  /** Strongly consistent; empty where nothing is known. */
  read(key: AutonomyKey): Promise<AutonomyRecord>;
  /** Adds an outcome; the same action's is replaced, so that a repeat counts once. */
  note(key: AutonomyKey, outcome: Outcome): Promise<void>;
  say(key: AutonomyKey, word: Word): Promise<void>;
}

/** By which token an execution that waits for a person is woken. Kept apart from the action, which everybody may read. */
export interface ApprovalTokens {
  /** the newest wins: an earlier one belongs to a try that failed */
  keep(actionId: string, token: string): Promise<void>;
  read(actionId: string): Promise<string | undefined>;
}
