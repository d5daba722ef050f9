import { canonical } from '../canonical.ts';
import { derivedId } from '../id.ts';
import type { Action } from '../remediation/action.ts';
import type { AuditEntry } from './entry.ts';

/** What an auditor would ask about: another of these is another record. Readings that come in are not. */
const standing = ({ status, guards, approval, lease_until, undo, verdict }: Action) =>
  canonical({
    status,
    approval,
    lease_until,
    undo,
    verdict,
    ...(status === 'held' ? { failed: failedOf(guards) } : {}),
  });

const failedOf = (guards: Action['guards']) => guards.filter(({ passed }) => !passed);

/**
 * What a change of an action tells the audit: each status, a held one again when other guards hold it, whoever is asked and
 * what they said, its verdict, and what became of taking it back. Undefined: nothing of that changed.
 */
export function actionEntry(before: Action | undefined, after: Action): AuditEntry | undefined {
  if (before !== undefined && standing(before) === standing(after)) return undefined;
  const { id, status, service, requested_by, version, updated_at } = after;
  return {
    id: derivedId('audit', 'action', id, version),
    at: updated_at,
    actor: requested_by,
    action: `action.${before?.status === status && status !== 'held' ? whatChanged(before, after) : status}`,
    target: `service:${service}`,
    detail: detailOf(before, after),
  };
}

/** Of an action whose status stays as it was. */
function whatChanged(before: Action, after: Action): string {
  if (canonical(before.undo) !== canonical(after.undo)) return `undo_${after.undo?.state ?? 'dropped'}`;
  if (canonical(before.approval) !== canonical(after.approval)) return `approval_${after.approval?.state ?? 'dropped'}`;
  return before.verdict === after.verdict ? 'lease_changed' : 'judged';
}

/** The nouns whole where they explain, and nothing that only grows. */
function detailOf(before: Action | undefined, after: Action): Record<string, unknown> {
  const { id, type, status, policy_id, policy_name, cause, rung, attempt, parameters, reason, plan } = after;
  const { approval, lease_until, undo, verdict, verdict_reason, execution, version, timeline } = after;
  return {
    action: id,
    type,
    from: before?.status ?? null,
    to: status,
    policy: policy_id,
    policy_name,
    cause,
    rung,
    attempt,
    parameters,
    reason,
    guards: after.guards,
    plan,
    approval,
    lease_until,
    undo,
    before: after.before,
    after: after.after,
    verdict,
    verdict_reason,
    execution,
    version,
    last: timeline.at(-1)?.what ?? null,
  };
}
