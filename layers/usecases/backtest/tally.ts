import type { Policy } from '#domain/policy/policy.ts';
import type { Cause } from '#domain/remediation/action.ts';
import type { Decided } from '../decide.ts';

/** A cause for which a policy would have acted, as the replay saw it. Times are epoch seconds. */
export interface Seen {
  policy: Policy;
  service: string;
  cause: Cause;
  fired: number;
  /** when no guard held it */
  acted: number | null;
  held_by: Set<string>;
  /** when the condition held no longer; of an anomaly its own episode tells */
  over: { at: number; how: 'recovered' | 'unknown' } | null;
}

/** Gathers what a replay decides, one entry a policy and cause. */
export class Tally {
  readonly #seen = new Map<string, Seen>();
  /** what lasts, by policy and scope, and since when nobody knows whether it does */
  readonly #lasting = new Map<string, { seen: Seen; silent: number | null }>();

  note(policy: Policy, { decision, started }: Decided, now: number): void {
    const place = `${policy.id}#${decision.scope}`;
    const { outcome, cause_id } = decision;
    if (outcome === 'no') {
      this.#over(place, now, 'recovered');
      return;
    }
    const lasting = this.#lasting.get(place);
    if (outcome === 'unknown') {
      if (lasting) lasting.silent ??= now;
      return;
    }
    if (lasting) lasting.silent = null;
    if (cause_id === null) return;
    const key = `${policy.id}#${cause_id}`;
    const seen = this.#seen.get(key) ?? begun(policy, decision.service, started, now);
    if (!seen) return;
    if (lasting && lasting.seen !== seen) this.#over(place, now, 'recovered');
    this.#seen.set(key, seen);
    this.#lasting.set(place, { seen, silent: null });
    if (outcome === 'acts' || outcome === 'told') seen.acted ??= now;
    if (outcome === 'held') {
      for (const { held_by } of decision.actions) for (const { guard } of held_by) seen.held_by.add(guard);
    }
  }

  /** All that was seen, oldest first. */
  end(): Seen[] {
    for (const [place, { silent }] of this.#lasting) if (silent !== null) this.#over(place, silent, 'unknown');
    return [...this.#seen.values()];
  }

  #over(place: string, at: number, how: 'recovered' | 'unknown'): void {
    const lasting = this.#lasting.get(place);
    if (!lasting) return;
    lasting.seen.over = { at, how };
    this.#lasting.delete(place);
  }
}

function begun(policy: Policy, service: string, started: Decided['started'], fired: number): Seen | undefined {
  const cause = started[0]?.action.cause;
  return cause && { policy, service, cause, fired, acted: null, held_by: new Set(), over: null };
}
