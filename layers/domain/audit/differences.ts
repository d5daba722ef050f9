import { canonical } from '../canonical.ts';
import { type AuditFinding, finding } from './finding.ts';
import { derivedMembers, indexed } from './indexed.ts';
import { overtaken, type Place } from './overtaken.ts';
import type { AuditRecord } from './record.ts';

/** What the table holds under a number, whatever it is. */
export interface TableItem {
  seq: number;
  item: Readonly<Record<string, unknown>>;
}

const placed = ({ record, found }: Moved): Place => ({ recorded: record.seq, found: found.seq });

interface Moved {
  record: AuditRecord;
  found: TableItem;
}

/** The members in which an item is not what was recorded. */
export function differingMembers(record: AuditRecord, item: Readonly<Record<string, unknown>>): string[] {
  const right: Record<string, unknown> = indexed(record);
  const names = new Set([...Object.keys(right), ...Object.keys(item)]);
  return [...names].filter((name) => canonical(right[name]) !== canonical(item[name])).sort();
}

/**
 * Says what happened to those records and items that do not agree.
 * @param recorded as under lock: those whose place in the table is empty, or held by something else
 * @param standing what stands in the table there, and beyond
 * @param last number of the last record under lock
 */
export function differences(
  recorded: readonly AuditRecord[],
  standing: readonly TableItem[],
  last: number,
): AuditFinding[] {
  const { changed, moved, removed, inserted } = paired(recorded, standing);
  return [
    ...changed.map(({ record, found }) => changedFinding(record, found)),
    ...movedFindings(
      moved,
      overtaken(
        [...moved, ...changed].map(placed),
        recorded.map(({ seq }) => seq),
        last,
      ),
    ),
    ...removedFindings(removed, last),
    ...inserted.map(({ seq, item }) =>
      finding('inserted', seq, `record ${seq} in the table was never recorded: ${described(item)}`, { id: idOf(item) }),
    ),
  ].sort((a, b) => a.seq - b.seq);
}

const idOf = (item: TableItem['item']): string | null => (typeof item.id === 'string' ? item.id : null);
const described = ({ action, target, actor }: TableItem['item']): string => `${action} of ${target} by ${actor}`;

/** Which item is which record: by number and id, then by id alone, then by number alone. */
function paired(recorded: readonly AuditRecord[], standing: readonly TableItem[]) {
  const records = new Map(recorded.map((record) => [record.seq, record]));
  const items = new Map(standing.map((one) => [one.seq, one]));
  const changed: Moved[] = [];
  const moved: Moved[] = [];
  const take = (list: Moved[], record: AuditRecord, found: TableItem) => {
    list.push({ record, found });
    records.delete(record.seq);
    items.delete(found.seq);
  };
  for (const record of recorded) {
    const found = items.get(record.seq);
    if (found && found.item.id === record.id) take(changed, record, found);
  }
  const byId = new Map([...records.values()].map((record) => [record.id, record]));
  for (const found of [...items.values()]) {
    const record = byId.get(idOf(found.item) ?? '');
    if (record && records.has(record.seq)) take(moved, record, found);
  }
  for (const record of [...records.values()]) {
    const found = items.get(record.seq);
    if (found) take(changed, record, found);
  }
  return { changed, moved, removed: [...records.values()], inserted: [...items.values()] };
}

function changedFinding(record: AuditRecord, { item }: TableItem): AuditFinding {
  const members = differingMembers(record, item);
  return finding(
    'changed',
    record.seq,
    `record ${record.seq} (${described(record)}) was changed: ${members.join(', ')}`,
    {
      id: record.id,
      members,
    },
  );
}

/** Records under another number: those that stand before what they came after, and those that only made way. */
function movedFindings(moved: readonly Moved[], outOfOrder: ReadonlySet<Place>): AuditFinding[] {
  const numbers = new Set([...outOfOrder].map(({ recorded }) => recorded));
  const reordered = moved.filter(({ record }) => numbers.has(record.seq));
  const findings = reordered.map(({ record, found }) =>
    finding('reordered', record.seq, `record ${record.seq} (${described(record)}) stands as number ${found.seq}`, {
      id: record.id,
      to: found.seq,
    }),
  );
  const rewritten = moved.flatMap(({ record, found }) => {
    const members = differingMembers(record, found.item).filter((member) => !derivedMembers.includes(member));
    return members.length > 0 ? [{ ...changedFinding(record, found), members }] : [];
  });
  return [...findings, ...rewritten, ...renumberedFindings(moved.filter(({ record }) => !numbers.has(record.seq)))];
}

function renumberedFindings(madeWay: readonly Moved[]): AuditFinding[] {
  const shiftOf = ({ record, found }: Moved) => found.seq - record.seq;
  return runs(
    [...madeWay].sort((a, b) => a.record.seq - b.record.seq),
    (a, b) => b.record.seq === a.record.seq + 1 && shiftOf(a) === shiftOf(b),
  ).map(([from, to]) => {
    const by = shiftOf(from);
    const span =
      from.record.seq === to.record.seq
        ? `record ${from.record.seq} stands`
        : `records ${from.record.seq} to ${to.record.seq} stand`;
    return finding(
      'renumbered',
      from.record.seq,
      `${span} ${Math.abs(by)} ${by > 0 ? 'later' : 'earlier'} than recorded`,
      {
        id: from.record.id,
        to: to.record.seq,
      },
    );
  });
}

function removedFindings(removed: readonly AuditRecord[], last: number): AuditFinding[] {
  const sorted = [...removed].sort((a, b) => a.seq - b.seq);
  const tail = runs(sorted, (a, b) => b.seq === a.seq + 1).find(([, to]) => to.seq === last);
  const single = tail ? sorted.filter(({ seq }) => seq < tail[0].seq) : sorted;
  const findings = single.map((record) =>
    finding('removed', record.seq, `record ${record.seq} (${described(record)}) is gone`, { id: record.id }),
  );
  if (!tail) return findings;
  const [from, to] = tail;
  const message = `the end is cut off: ${from.seq === to.seq ? `record ${from.seq} is` : `records ${from.seq} to ${to.seq} are`} gone, the first of them ${described(from)}`;
  return [...findings, finding('cut_off', from.seq, message, { id: from.id, to: to.seq })];
}

/** First and last of each run of neighbours. */
function runs<T>(sorted: readonly T[], neighbours: (a: T, b: T) => boolean): [from: T, to: T][] {
  const all: [T, T][] = [];
  for (const one of sorted) {
    const run = all.at(-1);
    if (run && neighbours(run[1], one)) run[1] = one;
    else all.push([one, one]);
  }
  return all;
}
