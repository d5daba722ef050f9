import type { AuditFound, AuditRecords } from '../answers.ts';
import type { Colours } from '../terminal.ts';
import { ago } from './figures.ts';
import { table } from './table.ts';

export function auditTable(records: AuditRecords['records'], now: number): string {
  const rows = records.map(({ seq, at, actor, action, target, detail }) => [
    `${seq}`,
    ago(at, now),
    actor,
    action,
    target,
    why(detail),
  ]);
  return table(['no', 'when', 'who', 'what', 'of', 'why'], rows, ['no']);
}

/** The first of what may explain it, on one line. */
function why(detail: Readonly<Record<string, unknown>>): string {
  const { verdict_reason, guards, reason, refused, body } = detail;
  const said = [verdict_reason, refused, heldBy(guards), reason, reasonIn(body)].find(
    (text) => typeof text === 'string' && text !== '',
  );
  const text = String(said ?? '').replaceAll(/\s+/g, ' ');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function heldBy(guards: unknown): string | undefined {
  if (!Array.isArray(guards)) return undefined;
  const failed = guards.filter((guard): guard is { reason: unknown } => guard?.passed === false);
  return failed.length === 0 ? undefined : failed.map(({ reason }) => String(reason)).join('; ');
}

const reasonIn = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, 'reason') : undefined;

/** What a verification found, the findings one a line. */
export function foundText(found: AuditFound, { green, red }: Colours): string {
  const { intact, records, head, settling, findings, findings_count } = found;
  const settlingText = settling > 0 ? ` ${settling} of them are on their way to the table.` : '';
  if (intact) {
    const end = head ? `, the last one number ${head.seq} of ${head.recorded_at} with the hash ${head.hash}` : '';
    return green(`The audit is as it was recorded: ${records} records${end}.${settlingText}`);
  }
  const more = findings_count - findings.length;
  return [
    ...findings.map(({ kind, message }) => `${red(kind.replaceAll('_', ' '))}: ${message}`),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    `${records} records are under lock.${settlingText}`,
  ].join('\n');
}
