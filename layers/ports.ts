import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { FeedEvent, NumberedEvent } from '#domain/event/event.ts';
import type { Interest } from '#domain/event/interest.ts';
import type { SessionTask } from '#domain/event/session.ts';
import type { Job } from '#domain/job/job.ts';
import type { ApiKey } from '#domain/key/key.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action, ActionStatus } from '#domain/remediation/action.ts';
import type { Sample, SampleBatch } from '#domain/sample/sample.ts';
import type { MetricSource, Service } from '#domain/service/service.ts';
import type { LatestValue } from '#domain/shard/latest.ts';
import type { EpochSeconds, Instant } from '#domain/time.ts';
import type { Delivery, Webhook } from '#domain/webhook/webhook.ts';

/** The few interfaces through which use cases reach outside. Times are epoch seconds unless typed `Instant`. */

export interface Clock {
  now(): EpochSeconds;
}

export interface Log {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** A page of a list, newest first; `cursor` goes back unchanged for the next one. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

// ---- samples and series -------------------------------------------------------------------------------------------

/** One delayed job of `plan`: ask one slice of a source for the points up to `slot` (absolute, epoch seconds). */
export interface PullJob {
  source: 'cloudwatch';
  slice: number;
  slices: number;
  slot: EpochSeconds;
  resolution: number;
}
export interface PullQueue {
  enqueue(jobs: readonly { job: PullJob; delaySeconds: number }[]): Promise<void>;
}
export interface MetricQuery {
  service: string;
  step: number;
  from: MetricSource;
}
export interface MetricReader {
  /** Samples with from <= at < until, in order of time a series; asks up to 500 queries a call. */
  read(queries: readonly MetricQuery[], from: EpochSeconds, until: EpochSeconds): Promise<Sample[]>;
}
export interface SampleQueue {
  send(batches: readonly SampleBatch[]): Promise<void>;
}
/** High-water marks of plan and pull. A mark only rises; `raise` tells whether this caller raised it. */
export interface Marks {
  read(name: string): Promise<number | undefined>;
  raise(name: string, to: number): Promise<boolean>;
}
export interface ServiceCatalog {
  all(): Promise<Service[]>;
  get(name: string): Promise<Service | undefined>;
  put(services: readonly Service[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}
export interface ServiceDiscovery {
  /** Services that carry the tag `forestall:watch`, or are named by the configuration. */
  discover(): Promise<Service[]>;
}

export type { LatestValue };
export interface LatestValues {
  /** Latest values of all series of these services (all services when empty is given as undefined). */
  of(services?: readonly string[]): Promise<LatestValue[]>;
}
export interface HistoryBlock {
  series: string;
  start: EpochSeconds;
  step: number;
  points: readonly { at: EpochSeconds; value: number }[];
}
export interface HistoryStore {
  put(blocks: readonly HistoryBlock[]): Promise<void>;
  read(series: string, from: EpochSeconds, until: EpochSeconds): Promise<{ at: EpochSeconds; value: number }[]>;
}

// ---- anomalies ----------------------------------------------------------------------------------------------------

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
}

// ---- policies and remediation ---------------------------------------------------------------------------------------

export interface PolicyStore {
  /** Every policy: those of the files (with what the API changed of them) and those of the table. */
  all(): Promise<Policy[]>;
  get(id: string): Promise<Policy | undefined>;
  /** false: one with this id exists */
  create(policy: Policy): Promise<boolean>;
  /** false: the stored version is not `version - 1` */
  replace(policy: Policy): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale' | 'from_file'>;
}
export interface ActionFilter {
  service?: string | undefined;
  status?: ActionStatus | undefined;
  since?: Instant | undefined;
}
export interface ActionTable {
  /** pending, if there is none of this id or only a held one; otherwise the one that is there. */
  claim(action: Action): Promise<{ claimed: boolean; action: Action }>;
  /** records a held action; never overwrites a claimed one. A repeat with the same guards writes nothing. */
  hold(action: Action): Promise<void>;
  /** Writes if the stored version is `action.version - 1`; false otherwise. */
  update(action: Action): Promise<boolean>;
  get(id: string): Promise<Action | undefined>;
  list(filter: ActionFilter, page: PageRequest): Promise<Page<Action>>;
  /** those claimed and not ended */
  unfinished(): Promise<Action[]>;
  /** all attempts that derive from this policy and cause */
  ofCause(policyId: string, causeId: string): Promise<Action[]>;
  /** the newest actions of this policy on this service, newest first */
  ofTarget(policyId: string, service: string): Promise<Action[]>;
}
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
export interface Workflow {
  /** Starts the execution of this name; "already exists" counts as started. */
  start(name: string, actionId: string): Promise<void>;
  status(name: string): Promise<'running' | 'succeeded' | 'failed' | 'unknown'>;
}
export interface EcsDeployment {
  id: string;
  status: string;
  desired: number;
  running: number;
  pending: number;
  rollout: string | undefined;
}
export interface EcsServiceState {
  cluster: string;
  service: string;
  desired: number;
  running: number;
  pending: number;
  taskDefinition: string;
  deployments: EcsDeployment[];
  tags: Record<string, string>;
}
export interface EcsTask {
  arn: string;
  status: string;
  health: string;
  startedAt: EpochSeconds | undefined;
}
export interface Ecs {
  describe(cluster: string, service: string): Promise<EcsServiceState | undefined>;
  setDesired(cluster: string, service: string, desired: number): Promise<EcsServiceState>;
  redeploy(cluster: string, service: string): Promise<EcsServiceState>;
  tasks(cluster: string, service: string): Promise<EcsTask[]>;
  stopTask(cluster: string, task: string, reason: string): Promise<void>;
}
/** An episode of a policy's own condition for one target: open while the condition holds. */
export interface ConditionEpisode {
  policy_id: string;
  service: string;
  since: EpochSeconds;
  closed_at: EpochSeconds | null;
}
export interface ConditionEpisodes {
  read(policyId: string, service: string): Promise<ConditionEpisode | undefined>;
  /** Opens one, unless one is open: of two evaluators at once both get the same. */
  open(policyId: string, service: string, since: EpochSeconds): Promise<ConditionEpisode>;
  close(policyId: string, service: string, at: EpochSeconds): Promise<void>;
}

// ---- events, subscribers, deliveries ----------------------------------------------------------------------------------

export interface EventQueue {
  send(events: readonly FeedEvent[]): Promise<void>;
}
export interface SessionQueue {
  /** Behind the events that are queued already; the same `once` within five minutes is one task. */
  enqueue(task: SessionTask, once: string): Promise<void>;
}
export interface Feed {
  /**
   * Gives the event the next number; the same event id keeps the number it has.
   * @returns posted: the subscribers have had it
   */
  append(event: FeedEvent): Promise<{ event: NumberedEvent; repeated: boolean; posted: boolean }>;
  /** Notes that the subscribers have had everything up to this number. */
  markPosted(seq: number): Promise<void>;
  /** In order, and only what is still kept. */
  after(seq: number, limit: number): Promise<NumberedEvent[]>;
  head(): Promise<number>;
}
/**
 * A subscriber. new: not greeted yet; replaying: it is given what it missed, live events wait for it in the feed;
 * live: each event is posted as it comes.
 */
export interface Connection extends Interest {
  id: string;
  key_id: string;
  connected_at: EpochSeconds;
  /** after this it is no more, whatever the record says */
  expires_at: EpochSeconds;
  state: 'new' | 'replaying' | 'live';
  /** it has been given everything up to this number */
  seen: number;
  /** the feed's number when it was greeted */
  greeted_at: number;
  subscribed: boolean;
  /** where it wants a replay to begin, from the address it connected with */
  replay_from: number | null;
  /** what a replay leaves out, because it was posted live meanwhile */
  skip: { after: number; until: number } | null;
}
export interface ConnectionTable {
  create(connection: Connection): Promise<void>;
  /** false: it is gone meanwhile, and stays so */
  update(connection: Connection): Promise<boolean>;
  get(id: string): Promise<Connection | undefined>;
  all(): Promise<Connection[]>;
  ofKey(keyId: string): Promise<string[]>;
  count(): Promise<number>;
  remove(id: string): Promise<void>;
}
export interface SocketPost {
  /** 'gone' when the connection is no more. */
  post(connectionId: string, message: unknown): Promise<'sent' | 'gone'>;
  close(connectionId: string): Promise<void>;
}
/** One-use tickets for browsers, which cannot set headers on a WebSocket. */
export interface TicketTable {
  create(ticket: string, keyId: string, until: EpochSeconds): Promise<void>;
  /** The id of the key that asked for it, once; nothing for one that is unknown, used or too old. */
  redeem(ticket: string): Promise<string | undefined>;
}
export interface WebhookTable {
  create(webhook: Webhook, secret: string): Promise<void>;
  get(id: string): Promise<Webhook | undefined>;
  secret(id: string): Promise<string | undefined>;
  /** false: the stored version is not `version - 1`, or it is gone */
  replace(webhook: Webhook, secret?: string): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale'>;
  all(): Promise<Webhook[]>;
}
/** A delivery that this reader alone may try, for a while. */
export interface ClaimedDelivery {
  delivery: Delivery;
  event: NumberedEvent;
  /** the delivery of the same subject's event before it, to the same webhook */
  previous: string | null;
  lease: string;
}
export interface DeliveryTable {
  /** Puts it behind the last of its subject and webhook. false: it exists (the event was already fanned out). */
  create(delivery: Delivery, event: NumberedEvent): Promise<boolean>;
  /** Nothing when it is over, not due, or another reader's for now. */
  claim(id: string): Promise<ClaimedDelivery | undefined>;
  /** Writes what came of it and lets go; false when the lease was lost meanwhile. */
  release(claimed: ClaimedDelivery, delivery: Delivery): Promise<boolean>;
  waits(id: string): Promise<boolean>;
  /** The next of the same subject and webhook that waits. */
  next(delivery: Delivery): Promise<string | undefined>;
  /** Makes it due now; false when it does not wait any more. */
  wake(id: string): Promise<boolean>;
  due(limit: number): Promise<string[]>;
  list(
    filter: { webhook?: string | undefined; status?: string | undefined },
    page: PageRequest,
  ): Promise<Page<Delivery>>;
}
export interface DeliveryQueue {
  enqueue(deliveryIds: readonly { id: string; delaySeconds: number }[]): Promise<void>;
}

// ---- keys -----------------------------------------------------------------------------------------------------------

export interface KeyTable {
  create(key: ApiKey): Promise<void>;
  get(id: string): Promise<ApiKey | undefined>;
  /** A new secret. false: the key is gone, or its secret is not `ifHash` any more. */
  rotate(id: string, next: Pick<ApiKey, 'hash' | 'previous'>, ifHash: string): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  list(page: PageRequest): Promise<Page<ApiKey>>;
  /** Notes when it was last used; a key that is gone meanwhile stays gone. */
  touch(id: string, at: Instant): Promise<void>;
}
/** The installation's first key, which no table holds. */
export interface AdminKey {
  /** undefined: the admin key has another id */
  get(id: string): Promise<ApiKey | undefined>;
}
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
}
export interface RateCounter {
  /** One conditional increment: never over the limit. */
  take(
    name: string,
    limit: number,
    windowSeconds: number,
  ): Promise<{ ok: boolean; remaining: number; reset_at: EpochSeconds }>;
  peek(name: string, limit: number, windowSeconds: number): Promise<{ remaining: number; reset_at: EpochSeconds }>;
}
