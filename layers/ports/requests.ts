import type { Job } from '#domain/job/job.ts';
import type { EpochSeconds, Instant } from '#domain/time.ts';

/** Answers that were given to requests with an `Idempotency-Key`. */
export interface RequestTable {
  /** Takes the name for this request; otherwise what is known of the request that took it. */
  begin(
    name: string,
    fingerprint: string,
    until: { locked: EpochSeconds; kept: EpochSeconds },
  ): Promise<{ state: 'begun' } | { state: 'running'; fingerprint: string } | KeptAnswer>;
  keep(name: string, answer: string): Promise<void>;
  /** Lets go of a name whose request failed, so that it may be tried again. */
  release(name: string): Promise<void>;
}

export interface KeptAnswer {
  state: 'answered';
  fingerprint: string;
  answer: string;
}

export interface JobTable {
  get(id: string): Promise<Job | undefined>;
  /** A queued job, and what it is asked for (JSON of up to 300 KB). */
  create(job: Job, request: unknown): Promise<void>;
  /** Takes a job that is queued, or whose worker has said nothing since `silentSince` and must be dead. undefined: another
   *  is at it, it has ended, or it is gone. */
  take(
    id: string,
    at: Instant,
    silentSince: Instant,
  ): Promise<{ job: Job; request: unknown; tries: number } | undefined>;
  /** false: it is gone meanwhile, or has ended */
  update(job: Job): Promise<boolean>;
}

export interface JobQueue {
  enqueue(id: string): Promise<void>;
}

export interface RateCounter {
  /** One conditional increment: never over the limit. `repeated`: it was sent more than once, and may have counted twice. */
  take(
    name: string,
    limit: number,
    windowSeconds: number,
  ): Promise<{ ok: boolean; remaining: number; reset_at: EpochSeconds; repeated: boolean }>;
  peek(name: string, limit: number, windowSeconds: number): Promise<{ remaining: number; reset_at: EpochSeconds }>;
}
