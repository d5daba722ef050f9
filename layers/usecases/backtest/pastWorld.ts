import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Configuration } from '#domain/configuration/configuration.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Prediction } from '#domain/prediction/prediction.ts';
import { type Action, endedStatuses } from '#domain/remediation/action.ts';
import { nothingKnown } from '#domain/remediation/autonomy.ts';
import { changed } from '#domain/remediation/newAction.ts';
import { seriesId } from '#domain/series/series.ts';
import type { Service } from '#domain/service/service.ts';
import { toInstant } from '#domain/time.ts';
import type { ConditionEpisode, EcsDeployment, EcsRelease, LatestValue } from '#ports';
import type { ActionType } from '../actionType.ts';
import type { RemediationPorts } from '../remediationPorts.ts';
import { PastEpisodes } from './pastEpisodes.ts';
import type { Timeline } from './timeline.ts';

/** What of the past a replay walks through. */
export interface Past {
  policies: readonly Policy[];
  services: readonly Service[];
  /** by series id */
  timelines: ReadonlyMap<string, Timeline>;
  episodes: readonly Anomaly[];
  /** by service */
  releases: ReadonlyMap<string, readonly EcsRelease[]>;
  types: ReadonlyMap<string, ActionType>;
  configuration: Configuration;
}

/** How long a deployment of the past is taken to have been under way: ECS keeps when it began, and not when it was done. */
const DEPLOYING_SECONDS = 300;

/**
 * The ports that decisions are made through, in memory, on a clock that walks through the past. They refuse what the tables
 * refuse; what is done there does nothing, and is taken to have held: of one cause nothing is tried twice.
 */
export class PastWorld {
  readonly ports: RemediationPorts;
  readonly #past: Past;
  readonly #episodes: PastEpisodes;
  #now: number;
  readonly #actions = new Map<string, Action>();
  readonly #byCause = new Map<string, Action[]>();
  readonly #conditions = new Map<string, ConditionEpisode>();
  readonly #held = new Map<string, { intent: string; until: number }>();
  readonly #spent = new Map<string, { intent: string; at: number }[]>();
  /** executions, by name, with when they are over */
  readonly #running = new Map<string, { action: string; until: number }>();
  /** what forecasts say, kept by who replays them */
  foreseen: { predictions: readonly Prediction[]; told: readonly Anomaly[] } = { predictions: [], told: [] };

  constructor(past: Past, since: number) {
    this.#past = past;
    this.#episodes = new PastEpisodes(past.episodes);
    this.#now = since;
    this.ports = this.#ports();
  }

  get now(): number {
    return this.#now;
  }

  /** Goes on to a time. @returns the episodes that were opened on the way */
  goTo(now: number): Anomaly[] {
    this.#now = now;
    for (const timeline of this.#past.timelines.values()) timeline.until(now);
    for (const [name, { action, until }] of this.#running) if (until <= now) this.#end(name, action);
    return this.#episodes.until(now);
  }

  latest(service: string, metric: string): LatestValue | undefined {
    return this.#past.timelines.get(seriesId(service, metric))?.latest;
  }

  open(): Anomaly[] {
    return this.#episodes.open(this.#now, (service, metric) => this.latest(service, metric));
  }

  /** The newest values; what was usual when an episode began is what is usual while it lasts. */
  #latestValues(): LatestValue[] {
    const open = this.open();
    const values: LatestValue[] = [];
    for (const { latest } of this.#past.timelines.values()) if (latest) values.push(latest);
    if (open.length === 0) return values;
    return values.map((value) => {
      const episode = open.find(({ service, metric }) => service === value.service && metric === value.metric);
      if (!episode) return value;
      const { predicted_value: expected, expected_lower: lower, expected_upper: upper } = episode;
      return { ...value, expected, lower, upper };
    });
  }

  /** An action is taken to have done its work when its metric has had the time that its policy gives it. */
  #begin(name: string, id: string): void {
    const action = this.#actions.get(id);
    if (!action || this.#running.has(name)) return;
    const policy = this.#past.policies.find((one) => one.id === action.policy_id);
    const until = this.#now + (policy?.verify.within_seconds ?? 0);
    this.#running.set(name, { action: id, until });
    this.#held.set(`lock#${action.service}`, { intent: action.ladder, until });
    this.#keep(changed(action, 'done', this.#now, { status: 'acting', acted_at: toInstant(this.#now) }));
  }

  #end(name: string, id: string): void {
    this.#running.delete(name);
    const action = this.#actions.get(id);
    if (!action) return;
    this.#release(`lock#${action.service}`, action.ladder);
    const ended_at = toInstant(this.#now);
    this.#keep(changed(action, 'over', this.#now, { status: 'succeeded', settled_at: ended_at, ended_at }));
  }

  #keep(action: Action): void {
    const known = this.#actions.has(action.id);
    this.#actions.set(action.id, action);
    const cause = `${action.policy_id}#${action.cause.id}`;
    const others = this.#byCause.get(cause) ?? [];
    this.#byCause.set(cause, known ? others.map((one) => (one.id === action.id ? action : one)) : [...others, action]);
  }

  #take(name: string, intent: string, until: number) {
    const held = this.#held.get(name);
    const free = !held || held.intent === intent || held.intent.startsWith(`${intent}:`) || held.until <= this.#now;
    if (free) this.#held.set(name, { intent, until });
    return { free, held };
  }

  #release(name: string, intent: string): void {
    if (this.#held.get(name)?.intent === intent) this.#held.delete(name);
  }

  #spentOf(name: string): { intent: string; at: number }[] {
    return (this.#spent.get(name) ?? []).filter(({ at }) => at > this.#now - 3_600);
  }

  /** as many as ran then; two, where nobody counted */
  #tasks(service: string): number {
    return Math.max(1, Math.round(this.latest(service, 'running_tasks')?.value ?? 2));
  }

  #deployments(service: string): EcsDeployment[] {
    const begun = (this.#past.releases.get(service) ?? [])
      .filter(({ createdAt }) => createdAt <= this.#now)
      .sort((a, b) => b.createdAt - a.createdAt);
    const [newest, before] = begun;
    const underWay = newest !== undefined && this.#now < newest.createdAt + DEPLOYING_SECONDS;
    const deployment = (status: string, release: EcsRelease | undefined): EcsDeployment => ({
      id: `${status}-${release?.createdAt ?? 0}`,
      status,
      taskDefinition: release?.taskDefinition ?? '',
      desired: 1,
      running: 1,
      pending: 0,
      rollout: underWay && status === 'PRIMARY' ? 'IN_PROGRESS' : 'COMPLETED',
      createdAt: release?.createdAt,
      completedAt: release && !underWay ? release.createdAt + DEPLOYING_SECONDS : undefined,
    });
    return [deployment('PRIMARY', newest), ...(underWay ? [deployment('ACTIVE', before)] : [])];
  }

  #ports(): RemediationPorts {
    const { policies, services, timelines, types, configuration } = this.#past;
    const all = () => [...this.#actions.values()];
    const name = (policyId: string, scope: string) => `${policyId}#${scope}`;
    return {
      policies: only<RemediationPorts['policies']>({
        all: async () => [...policies],
        get: async (id) => policies.find((policy) => policy.id === id),
      }),
      services: only<RemediationPorts['services']>({
        all: async () => [...services],
        get: async (wanted) => services.find((service) => service.name === wanted),
      }),
      anomalies: {
        open: async () => this.open(),
        foreseen: async () => [...this.foreseen.told],
        get: async (id) => this.open().find((one) => one.id === id),
      },
      predictions: { all: async () => [...this.foreseen.predictions] },
      latest: {
        of: async (wanted) =>
          wanted ? this.#latestValues().filter(({ service }) => wanted.includes(service)) : this.#latestValues(),
      },
      series: {
        read: async ({ service, metric, from, until }) =>
          timelines.get(seriesId(service, metric))?.read(from, until) ?? [],
      },
      actions: only<RemediationPorts['actions']>({
        claim: async (action) => {
          const there = this.#actions.get(action.id);
          if (there && there.status !== 'held') return { claimed: false, action: there };
          this.#keep(action);
          return { claimed: true, action };
        },
        hold: async (action) => {
          const there = this.#actions.get(action.id);
          if (!there) this.#keep(action);
          else if (there.status === 'held') this.#keep({ ...action, version: there.version + 1 });
        },
        update: async (action) => {
          if (this.#actions.get(action.id)?.version !== action.version - 1) return false;
          this.#keep(action);
          return true;
        },
        get: async (id) => this.#actions.get(id),
        unfinished: async () => all().filter(({ status }) => status !== 'held' && !endedStatuses.includes(status)),
        awaitingUndo: async () => [],
        // what was begun is taken to hold as long as its cause lasts: no second try of what nobody knows to have failed
        ofCause: async (policyId, causeId) =>
          (this.#byCause.get(`${policyId}#${causeId}`) ?? []).map((action) =>
            action.type !== 'alert' && endedStatuses.includes(action.status) ? { ...action, status: 'acting' } : action,
          ),
        ofTarget: async (policyId, service) =>
          all()
            .filter((action) => action.policy_id === policyId && action.service === service)
            .sort((a, b) => b.created_at.localeCompare(a.created_at)),
      }),
      episodes: {
        read: async (policyId, scope) => this.#conditions.get(name(policyId, scope)),
        open: async (policy_id, service, since) => {
          const there = this.#conditions.get(name(policy_id, service));
          if (there && there.closed_at === null) return there;
          const episode = { policy_id, service, since, closed_at: null };
          this.#conditions.set(name(policy_id, service), episode);
          return episode;
        },
        close: async (policyId, scope, at) => {
          const there = this.#conditions.get(name(policyId, scope));
          if (there) this.#conditions.set(name(policyId, scope), { ...there, closed_at: at });
        },
      },
      silences: { all: async () => [] },
      kill: only<RemediationPorts['kill']>({
        read: async () => ({ enabled: true, reason: 'a replay', by: 'backtest', at: toInstant(0) }),
      }),
      reservations: {
        lockService: async (service, intent, until) => {
          const { free, held } = this.#take(`lock#${service}`, intent, until);
          return free ? { ok: true } : { ok: false, by: held?.intent ?? '' };
        },
        unlockService: async (service, intent) => this.#release(`lock#${service}`, intent),
        cool: async (what, intent, until) => {
          const { free, held } = this.#take(`cooldown#${what}`, intent, until);
          return free ? { ok: true } : { ok: false, until: held?.until ?? 0 };
        },
        uncool: async (what, intent) => this.#release(`cooldown#${what}`, intent),
        holder: async (what, of) => {
          const held = this.#held.get(`${what}#${of}`);
          return held && held.until > this.#now ? held : undefined;
        },
        spend: async (what, intent, limit) => {
          const others = this.#spentOf(what).filter((one) => one.intent !== intent);
          if (others.length >= limit) return { ok: false, spent: others.length };
          this.#spent.set(what, [...others, { intent, at: this.#now }]);
          return { ok: true };
        },
        unspend: async (what, intent) => {
          this.#spent.set(
            what,
            this.#spentOf(what).filter((one) => one.intent !== intent),
          );
        },
        spent: async (what) => this.#spentOf(what).length,
      },
      autonomy: { read: async () => nothingKnown, note: async () => {}, say: async () => {} },
      backtests: { latest: async () => undefined },
      approvals: { keep: async () => {}, read: async () => undefined },
      workflow: {
        start: async (execution, action) => this.#begin(execution, action),
        status: async (execution) => (this.#running.has(execution) ? 'running' : 'succeeded'),
        answer: async () => 'gone',
      },
      ecs: {
        describe: async (cluster, service) => ({
          cluster,
          service,
          desired: this.#tasks(service),
          running: this.#tasks(service),
          pending: 0,
          taskDefinition: '',
          controller: 'ECS',
          deployments: this.#deployments(service),
          tags: {},
        }),
      },
      types,
      configuration,
      clock: { now: () => this.#now },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    };
  }
}

/** A port of which a replay uses only this: the rest would change something. */
const only = <Port extends object>(given: Partial<Port>): Port =>
  new Proxy(given, {
    get(of, member) {
      if (Reflect.has(of, member)) return Reflect.get(of, member);
      throw new Error(`a replay does not use ${String(member)}`);
    },
  }) as Port;
