import { BEGINNING, type Followed, follow } from '#domain/audit/copy.ts';
import { differences, differingMembers, type TableItem } from '#domain/audit/differences.ts';
import { type AuditFinding, type AuditVerification, finding } from '#domain/audit/finding.ts';
import type { AuditRecord, Segment } from '#domain/audit/record.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { ArchivedObject, AuditArchiveReader, AuditTable, Clock } from '#ports';

export interface VerifyAuditPorts {
  archive: AuditArchiveReader;
  table: Pick<AuditTable, 'after'>;
  clock: Clock;
  /** told how far it is, 0 to 1, every few objects */
  progress?: (share: number) => Promise<void>;
}

const MOST_FINDINGS = 200;
/** As many records that do not agree are compared in full; who changed more is known by these. */
const MOST_SUSPECTS = 20_000;
/** Objects that are read at once. */
const AT_ONCE = 32;
/** Records of the newest segment may be this young, seconds, and not in the table yet. */
const SETTLING_SECONDS = 60;
/** Looks at what was recorded while it looked. */
const MOST_ROUNDS = 20;

/**
 * Compares what the table holds with what is under lock, record by record, and follows the chain of hashes through the
 * latter. The bucket is read before the table, for a record is in the bucket first: what the table has beyond it is looked
 * for in the bucket again before it counts as inserted.
 */
export async function verifyAudit(ports: VerifyAuditPorts): Promise<AuditVerification> {
  const { archive, table, clock, progress } = ports;
  const compared = comparison();
  const standing = tableReader(table);
  const findings: AuditFinding[] = [];
  let chain: Followed = BEGINNING;
  let newest: Segment | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const objects = (await archive.list()).filter(({ first }) => first > chain.seq);
    if (objects.length === 0) break;
    let done = 0;
    for await (const [object, segment] of readAhead(archive, objects)) {
      if (object.overwritten)
        findings.push(
          finding(
            'copy_overwritten',
            object.first,
            `the object of record ${object.first} under lock was written or deleted again; its first version is believed`,
          ),
        );
      const { findings: broken, after } = follow(chain, object.first, segment);
      findings.push(...broken);
      for (const record of segment?.records ?? []) compared.next(record, await standing.upTo(record.seq));
      chain = after;
      newest = segment ?? newest;
      done += 1;
      if (done % AT_ONCE === 0) await progress?.(round === 0 ? done / objects.length : 1);
    }
    if (!(await standing.more())) break;
  }
  for (const item of await standing.rest(MOST_SUSPECTS)) compared.beyond(item);

  const young = settling(newest, clock.now());
  const { recorded, settlingNow } = compared.recorded(young);
  const all = [...findings, ...differences(recorded, compared.standing, chain.seq)].sort((a, b) => a.seq - b.seq);
  return {
    intact: all.length === 0,
    verified_at: toInstant(clock.now()),
    records: compared.count(),
    head: chain.recorded_at === null ? null : { seq: chain.seq, hash: chain.hash, recorded_at: chain.recorded_at },
    settling: settlingNow,
    findings_count: all.length,
    findings: all.slice(0, MOST_FINDINGS),
  };
}

/** Numbers of records that may be on their way to the table: of the newest segment alone, while it is young. */
function settling(newest: Segment | undefined, now: number): ReadonlySet<number> {
  const young = (newest?.records ?? []).filter(({ recorded_at }) => now - toEpoch(recorded_at) < SETTLING_SECONDS);
  return new Set(young.map(({ seq }) => seq));
}

/** Keeps what does not agree; what does is only counted. */
function comparison() {
  const unequal: AuditRecord[] = [];
  const standing: TableItem[] = [];
  let count = 0;
  const keep = <T>(list: T[], one: T) => {
    if (list.length < MOST_SUSPECTS) list.push(one);
  };
  return {
    standing,
    count: () => count,
    /** @param items what the table holds after the record before this one, up to this one's number */
    next(record: AuditRecord, items: readonly TableItem[]) {
      count += 1;
      const own = items.find(({ seq }) => seq === record.seq);
      for (const item of items) if (item !== own) keep(standing, item);
      if (own && differingMembers(record, own.item).length === 0) return;
      keep(unequal, record);
      if (own) keep(standing, own);
    },
    beyond: (item: TableItem) => keep(standing, item),
    recorded(young: ReadonlySet<number>) {
      const there = new Set(standing.flatMap(({ seq, item }) => [seq, item.id]));
      const onTheirWay = unequal.filter(({ seq, id }) => young.has(seq) && !there.has(seq) && !there.has(id));
      return { recorded: unequal.filter((record) => !onTheirWay.includes(record)), settlingNow: onTheirWay.length };
    },
  };
}

/** The table's items in the order of their numbers, a page at a time. */
function tableReader(table: Pick<AuditTable, 'after'>) {
  const PAGE = 1_000;
  let page: TableItem[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const fill = async () => {
    if (page.length > 0) return true;
    page = await table.after(last, PAGE);
    last = page.at(-1)?.seq ?? last;
    return page.length > 0;
  };
  return {
    async upTo(seq: number): Promise<TableItem[]> {
      const items: TableItem[] = [];
      while (await fill()) {
        const beyond = page.findIndex((item) => item.seq > seq);
        items.push(...page.splice(0, beyond === -1 ? page.length : beyond));
        if (beyond !== -1) break;
      }
      return items;
    },
    more: fill,
    async rest(most: number): Promise<TableItem[]> {
      const items: TableItem[] = [];
      while (items.length < most && (await fill())) items.push(...page.splice(0));
      return items;
    },
  };
}

/** Reads objects in order, some of them ahead of who takes them. */
async function* readAhead(
  archive: AuditArchiveReader,
  objects: readonly ArchivedObject[],
): AsyncGenerator<[ArchivedObject, Segment | undefined]> {
  for (let from = 0; from < objects.length; from += AT_ONCE) {
    const some = objects.slice(from, from + AT_ONCE);
    const read = await Promise.all(some.map((object) => archive.read(object)));
    for (const [index, object] of some.entries()) yield [object, read[index]];
  }
}
