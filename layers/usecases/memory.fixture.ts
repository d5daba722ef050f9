import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { BacktestSummary } from '#domain/backtest/summary.ts';
import { Configuration } from '#domain/configuration/configuration.ts';
import { aService } from '#domain/fixtures.ts';
import type { Silence } from '#domain/notice/silence.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import { type Action, awaitsUndo, endedStatuses } from '#domain/remediation/action.ts';
import { type AutonomyRecord, nothingKnown, withOutcome } from '#domain/remediation/autonomy.ts';
import { seriesId } from '#domain/series/series.ts';
import type { Service } from '#domain/service/service.ts';
import type {
  AuditEntry,
  AutonomyKey,
  ConditionEpisode,
  EcsServiceState,
  KeptDecision,
  LatestValue,
  Standing,
} from '#ports';
import type { ActionType } from './actionType.ts';
import type { KeepPorts } from './keepDecision.ts';
import type { RemediationPorts } from './remediationPorts.ts';

// The ports of remediation in memory, for tests: with the same conditions as the tables, and a clock that stands still.

export const NOW = 1_800_000_000;

/** What happens around each call: before it is done and after. A test makes it wait, fail, or never come back. */
export type Gate = (call: string, when: 'before' | 'after') => Promise<void>;

/** The world, as plain values that a test reads and changes. */
export interface World {
  now: number;
  kill: { enabled: boolean; reason: string; by?: string; unreadable: boolean };
  silences: Silence[];
  policies: Policy[];
  services: Service[];
  anomalies: Anomaly[];
  latest: LatestValue[];
  /** what `series` reads, by the series' id */
  points: Map<string, { at: number; value: number }[]>;
  predictions: Prediction[];
  actions: Map<string, Action>;
  /** the actions as their indexes show them, and whether those are behind just now; never where nobody says so */
  index: Map<string, Action>;
  lags?: () => boolean;
  episodes: Map<string, ConditionEpisode>;
  locks: Map<string, { intent: string; until: number }>;
  budgets: Map<string, { intent: string; at: number }[]>;
  /** every execution ever started, by name */
  executions: Map<string, { actionId: string; status: 'running' | 'succeeded' | 'failed' }>;
  ecs: Map<string, EcsServiceState>;
  /** by policy, service and type */
  autonomy: Map<string, AutonomyRecord>;
  backtests: Map<string, BacktestSummary>;
  /** by action: what wakes the execution that waits */
  tokens: Map<string, string>;
  /** tokens that somebody waits with, and with what they were answered */
  waiting: Map<string, Readonly<Record<string, unknown>> | null>;
  logged: string[];
  decisions: KeptDecision[];
  standing: Map<string, Standing>;
  audited: AuditEntry[];
}

export const newWorld = (change: Partial<World> = {}): World => ({
  now: NOW,
  kill: { enabled: true, reason: 'never switched off', unreadable: false },
  silences: [],
  policies: [],
  services: [aService()],
  anomalies: [],
  latest: [],
  points: new Map(),
  predictions: [],
  actions: new Map(),
  index: new Map(),
  episodes: new Map(),
  locks: new Map(),
  budgets: new Map(),
  executions: new Map(),
  ecs: new Map(),
  autonomy: new Map(),
  backtests: new Map(),
  tokens: new Map(),
  waiting: new Map(),
  logged: [],
  decisions: [],
  standing: new Map(),
  audited: [],
  ...change,
});

export const autonomyName = ({ policyId, service, type }: AutonomyKey): string => `${policyId}#${service}#${type}`;

const openOf = ({ anomalies }: World): Anomaly[] => anomalies.filter(({ status }) => status === 'open');

const sameGuards = (a: Action, b: Action): boolean => {
  const failed = ({ guards }: Action) => JSON.stringify(guards.filter(({ passed }) => !passed));
  return failed(a) === failed(b);
};

export function inMemory(
  world: World,
  types: readonly ActionType[] = [],
  gate: Gate = async () => {},
): RemediationPorts & KeepPorts {
  /** One call: what it does, it does at once. */
  const call = async <T>(name: string, work: () => T): Promise<T> => {
    await gate(name, 'before');
    const result = work();
    await gate(name, 'after');
    return result;
  };
  const notUsed = () => {
    throw new Error('this test does not use it');
  };
  const log = (message: string) => void world.logged.push(message);
  const { actions, locks, budgets, executions, episodes } = world;
  /** What an index shows: on AWS it may be behind the table. */
  const shown = (): Action[] => {
    if (world.lags === undefined || !world.lags()) world.index = new Map(actions);
    return [...world.index.values()];
  };

  function take(name: string, intent: string, until: number) {
    const held = locks.get(name);
    const free = !held || held.intent === intent || held.intent.startsWith(`${intent}:`) || held.until <= world.now;
    if (free) locks.set(name, { intent, until });
    return { free, held };
  }
  const release = (name: string, intent: string) => {
    if (locks.get(name)?.intent === intent) locks.delete(name);
  };
  const newestFirst = (found: Action[]) => found.sort((a, b) => b.created_at.localeCompare(a.created_at));

  return {
    policies: {
      all: () => call('policies.all', () => world.policies),
      get: (id) => call('policies.get', () => world.policies.find((policy) => policy.id === id)),
      create: notUsed,
      replace: notUsed,
      remove: notUsed,
    },
    services: {
      all: () => call('services.all', () => world.services),
      get: (name) => call('services.get', () => world.services.find((service) => service.name === name)),
      put: notUsed,
      remove: notUsed,
    },
    anomalies: {
      open: () => call('anomalies.open', () => openOf(world).filter(({ kind }) => kind !== 'predicted_breach')),
      foreseen: () => call('anomalies.foreseen', () => openOf(world).filter(({ kind }) => kind === 'predicted_breach')),
      get: (id) => call('anomalies.get', () => world.anomalies.find((anomaly) => anomaly.id === id)),
    },
    predictions: { all: () => call('predictions.all', () => world.predictions) },
    latest: {
      of: (services) =>
        call('latest.of', () => world.latest.filter(({ service }) => !services || services.includes(service))),
    },
    series: {
      read: ({ service, metric, from, until }) =>
        call('series.read', () =>
          (world.points.get(seriesId(service, metric)) ?? []).filter(({ at }) => at >= from && at < until),
        ),
    },
    actions: {
      claim: (action) =>
        call('actions.claim', () => {
          const there = actions.get(action.id);
          if (there && there.status !== 'held') return { claimed: false, action: there };
          actions.set(action.id, action);
          return { claimed: true, action };
        }),
      hold: (action) =>
        call('actions.hold', () => {
          const there = actions.get(action.id);
          if (there && (there.status !== 'held' || sameGuards(there, action))) return;
          const again = there && { created_at: there.created_at, version: there.version + 1 };
          actions.set(action.id, { ...action, ...again });
        }),
      update: (action) =>
        call('actions.update', () => {
          if (actions.get(action.id)?.version !== action.version - 1) return false;
          actions.set(action.id, action);
          return true;
        }),
      get: (id) => call('actions.get', () => actions.get(id)),
      list: notUsed,
      unfinished: () =>
        call('actions.unfinished', () =>
          shown().filter(({ status }) => status !== 'held' && !endedStatuses.includes(status)),
        ),
      awaitingUndo: () => call('actions.awaitingUndo', () => shown().filter(awaitsUndo)),
      ofCause: (policyId, causeId) =>
        call(
          'actions.ofCause',
          () =>
            shown()
              .filter(({ policy_id, cause }) => policy_id === policyId && cause.id === causeId)
              .flatMap(({ id }) => actions.get(id) ?? []), // each is read again, strongly
        ),
      ofTarget: (policyId, service) =>
        call('actions.ofTarget', () =>
          newestFirst(shown().filter((one) => one.policy_id === policyId && one.service === service)),
        ),
    },
    episodes: {
      read: (policyId, service) => call('episodes.read', () => episodes.get(`${policyId}#${service}`)),
      open: (policy_id, service, since) =>
        call('episodes.open', () => {
          const there = episodes.get(`${policy_id}#${service}`);
          if (there && there.closed_at === null) return there;
          const episode = { policy_id, service, since, closed_at: null };
          episodes.set(`${policy_id}#${service}`, episode);
          return episode;
        }),
      close: (policyId, service, at) =>
        call('episodes.close', () => {
          const there = episodes.get(`${policyId}#${service}`);
          if (there) episodes.set(`${policyId}#${service}`, { ...there, closed_at: at });
        }),
    },
    kill: {
      read: () =>
        call('kill.read', () => {
          const { enabled, reason, by = 'test', unreadable } = world.kill;
          if (unreadable) throw Object.assign(new Error('no answer within a second'), { name: 'TimeoutError' });
          return { enabled, reason, by, at: new Date(0).toISOString() };
        }),
      set: (enabled, reason, by) =>
        call('kill.set', () => {
          world.kill = { ...world.kill, enabled, reason, by };
        }),
    },
    silences: { all: () => call('silences.all', () => world.silences) },
    reservations: {
      lockService: (service, intent, until) =>
        call('lock', () => {
          const { free, held } = take(`lock#${service}`, intent, until);
          return free ? { ok: true } : { ok: false, by: held?.intent ?? '' };
        }),
      unlockService: (service, intent) => call('unlock', () => release(`lock#${service}`, intent)),
      cool: (name, intent, until) =>
        call('cool', () => {
          const { free, held } = take(`cooldown#${name}`, intent, until);
          return free ? { ok: true } : { ok: false, until: held?.until ?? 0 };
        }),
      uncool: (name, intent) => call('uncool', () => release(`cooldown#${name}`, intent)),
      holder: (what, name) =>
        call('holder', () => {
          const held = locks.get(`${what}#${name}`);
          return held && held.until > world.now ? held : undefined;
        }),
      spend: (name, intent, limit) =>
        call('spend', () => {
          const others = (budgets.get(name) ?? []).filter((one) => one.at > world.now - 3_600 && one.intent !== intent);
          if (others.length >= limit) return { ok: false, spent: others.length };
          budgets.set(name, [...others, { intent, at: world.now }]);
          return { ok: true };
        }),
      unspend: (name, intent) =>
        call('unspend', () => {
          budgets.set(
            name,
            (budgets.get(name) ?? []).filter((one) => one.intent !== intent),
          );
        }),
      spent: (name) =>
        call('spent', () => (budgets.get(name) ?? []).filter((one) => one.at > world.now - 3_600).length),
    },
    autonomy: {
      read: (of) => call('autonomy.read', () => world.autonomy.get(autonomyName(of)) ?? nothingKnown),
      note: (of, outcome) =>
        call('autonomy.note', () => {
          const record = world.autonomy.get(autonomyName(of)) ?? nothingKnown;
          world.autonomy.set(autonomyName(of), withOutcome(record, outcome));
        }),
      say: (of, word) =>
        call('autonomy.say', () => {
          const { outcomes } = world.autonomy.get(autonomyName(of)) ?? nothingKnown;
          world.autonomy.set(autonomyName(of), { outcomes, word });
        }),
    },
    backtests: { latest: (policyId) => call('backtests.latest', () => world.backtests.get(policyId)) },
    approvals: {
      keep: (actionId, token) => call('approvals.keep', () => void world.tokens.set(actionId, token)),
      read: (actionId) => call('approvals.read', () => world.tokens.get(actionId)),
    },
    workflow: {
      start: (name, actionId) =>
        call('workflow.start', () => {
          if (!executions.has(name)) executions.set(name, { actionId, status: 'running' });
        }),
      status: (name) => call('workflow.status', () => executions.get(name)?.status ?? 'unknown'),
      answer: (token, output) =>
        call('workflow.answer', () => {
          if (world.waiting.get(token) !== null) return 'gone';
          world.waiting.set(token, output);
          return 'answered';
        }),
    },
    ecs: {
      describe: (_cluster, service) => call('ecs.describe', () => world.ecs.get(service)),
    },
    decisions: {
      remembers: (policyId, scope) => world.standing.has(`${policyId}#${scope}`),
      standing: (policyId, scope) => call('decisions.standing', () => world.standing.get(`${policyId}#${scope}`)),
      write: (kept) => call('decisions.write', () => void world.decisions.push(kept)),
      stand: (policyId, scope, next, before) =>
        call('decisions.stand', () => {
          const name = `${policyId}#${scope}`;
          if (world.standing.get(name)?.decision_id !== before?.decision_id) return false;
          world.standing.set(name, next);
          return true;
        }),
      get: (id) => call('decisions.get', () => world.decisions.findLast(({ decision }) => decision.id === id)),
    },
    audit: { record: (entries) => call('audit.record', () => void world.audited.push(...entries)) },
    types: new Map(types.map((type) => [type.name, type])),
    configuration: Configuration.parse({}),
    clock: { now: () => world.now },
    log: { debug: log, info: log, warn: log, error: log },
  };
}
