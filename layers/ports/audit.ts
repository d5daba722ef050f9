import type { AuditEntry } from '#domain/audit/entry.ts';
import type { AuditRecord, Segment } from '#domain/audit/record.ts';
import type { Instant } from '#domain/time.ts';
import type { Page, PageRequest } from './page.ts';

export type { AuditEntry } from '#domain/audit/entry.ts';

export interface AuditTrail {
  /** Hands the entries over, in this order; they are chained within moments. Throws where not all could be handed over:
   *  then all may be given once more, for a repeat is recorded once. */
  record(entries: readonly AuditEntry[]): Promise<void>;
}

/** What is under lock: the chain itself, an object a segment. Nothing in it is ever written twice. */
export interface AuditArchive {
  /** The segment at the end; undefined: nothing was recorded yet. */
  newest(): Promise<Segment | undefined>;
  /** The segment that begins with this number. */
  get(first: number): Promise<Segment | undefined>;
  /** false: there is one of this number already, whoever wrote it */
  add(segment: Segment): Promise<boolean>;
}

/** A segment's object, as a list of the archive shows it, with whatever was done to it. */
export interface ArchivedObject {
  first: number;
  /** of what was written first */
  version: string;
  /** it was written again since, or hidden behind a mark of deletion */
  overwritten: boolean;
}

/** The same for who checks it: also what somebody tried to hide. */
export interface AuditArchiveReader {
  /** all there is, by number */
  list(): Promise<ArchivedObject[]>;
  /** what was written first; undefined: it cannot be read as a segment */
  read(object: ArchivedObject): Promise<Segment | undefined>;
}

export interface AuditFilter {
  actor?: string | undefined;
  target?: string | undefined;
  /** not before this, by the time of what it tells of */
  since?: Instant | undefined;
}

/** The records as people ask for them. It is made of what is under lock, and can be made of it again. */
export interface AuditTable {
  /** Where each of these entries is recorded: the first number of its segment. What is not known is left out. */
  placesOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Puts a segment's records where they belong, and never over what stands there already. May be repeated. */
  put(segment: Segment): Promise<void>;
  /** newest first */
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>>;
  /** whatever stands after this number, in order, read strongly */
  after(seq: number, limit: number): Promise<{ seq: number; item: Record<string, unknown> }[]>;
}
