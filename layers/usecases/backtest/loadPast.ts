import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Configuration } from '#domain/configuration/configuration.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import { metricNames } from '#domain/metric/catalogue.ts';
import { type Asked, askedIn, conditionOf } from '#domain/policy/condition.ts';
import { targetsOf } from '#domain/policy/match.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { Action } from '#domain/remediation/action.ts';
import { parseSeriesId, seriesId } from '#domain/series/series.ts';
import { knownService } from '#domain/service/name.ts';
import type { Service } from '#domain/service/service.ts';
import { slosOf } from '#domain/slo/fromConfiguration.ts';
import { toInstant } from '#domain/time.ts';
import type {
  ActionTable,
  AnomalyTable,
  Clock,
  Ecs,
  EcsRelease,
  FeedbackTable,
  Log,
  Page,
  PageRequest,
  SeriesReader,
  ServiceCatalog,
} from '#ports';
import type { ActionType } from '../actionType.ts';
import { Refused, type Told } from '../jobs.ts';
import { forecastSeriesOf } from './pastForecasts.ts';
import type { Past } from './pastWorld.ts';
import { Timeline } from './timeline.ts';

export interface PastPorts {
  services: Pick<ServiceCatalog, 'all'>;
  series: SeriesReader;
  anomalies: Pick<AnomalyTable, 'list'>;
  actions: Pick<ActionTable, 'list'>;
  feedback: Pick<FeedbackTable, 'all'>;
  ecs: Pick<Ecs, 'releases'>;
  types: ReadonlyMap<string, ActionType>;
  configuration: Configuration;
  clock: Clock;
  log: Log;
}

/** The past, and what people and repairs made of it: what the replay is judged by. */
export interface Known extends Past {
  feedback: ReadonlyMap<string, Feedback>;
  /** that were carried out and helped, oldest first */
  repairs: readonly Action[];
  points: number;
}

const DAY = 86_400;
/** A condition's window reaches back so far at most. */
const WINDOW_SECONDS = DAY;
const WEEKS_SECONDS = 28 * DAY;
/** Of episodes that began before the time, those that were still open. */
const EARLIER_SECONDS = 7 * DAY;
/** Twelve bytes a point: what a worker's memory holds beside all else. */
const MOST_POINTS = 60_000_000;
/** So many series of history, of services times days, are forecast again in the time that a job has. */
const AT_ONCE = 4;
const PAGE = 500;
const MOST_ITEMS = 50_000;

/** Reads what the policies look at, and nothing more.
 *  @throws Refused when that is more than can be replayed at a time */
export async function loadPast(
  policies: readonly Policy[],
  { since, until }: { since: number; until: number },
  ports: PastPorts,
  told: Told,
): Promise<Known> {
  const { types, configuration } = ports;
  const services = await ports.services.all();
  const watched = new Set(services.map(({ name }) => name));
  const [episodes, actions, feedback] = await Promise.all([
    listed(
      (page) =>
        ports.anomalies.list(
          { status: 'all', level: 'warn', since: toInstant(since - EARLIER_SECONDS), until: toInstant(until) },
          page,
        ),
      'anomalies',
    ),
    listed((page) => ports.actions.list({ since: toInstant(since) }, page), 'actions'),
    ports.feedback.all(),
  ]);
  const own = episodes.filter(({ service, kind }) => watched.has(service) && kind !== 'predicted_breach');
  const foreseen = forecastSeriesOf(policies, services);
  const wanted = [...seriesOf(policies, services, own, configuration)];
  const timelines = new Map<string, Timeline>();
  let points = 0;
  await each(wanted, async (id) => {
    const { service, metric } = parseSeriesId(id);
    const back = foreseen.has(id) ? WEEKS_SECONDS : WINDOW_SECONDS;
    const timeline = new Timeline(
      service,
      metric,
      await ports.series.read({ service, metric, from: since - back, until }),
    );
    points += timeline.length;
    if (points > MOST_POINTS)
      throw new Refused('this is more history than is replayed at a time: ask for fewer days, or name services');
    if (timeline.length > 0) timelines.set(id, timeline);
    await told(0);
  });
  const repairs = actions
    .filter(({ verdict, acted_at }) => verdict === 'helped' && acted_at !== null)
    .sort((a, b) => a.created_at.localeCompare(b.created_at));
  return {
    policies,
    services,
    timelines,
    episodes: own,
    releases: await releasesOf(services, ports),
    types,
    configuration,
    feedback: new Map(feedback.map((one) => [one.anomaly_id, one])),
    repairs,
    points,
  };
}

/** The series that conditions and proofs of these policies name, of the services that they look after. */
function seriesOf(
  policies: readonly Policy[],
  services: readonly Service[],
  episodes: readonly Anomaly[],
  configuration: Configuration,
): Set<string> {
  const names = services.map(({ name }) => name);
  const slos = slosOf(configuration);
  const wanted = new Set<string>();
  const metricsOf = (service: string): string[] => {
    const found = services.find(({ name }) => name === service)?.metrics.map(({ metric }) => metric) ?? [];
    return found.length > 0 ? found : [...metricNames];
  };
  const ask = (part: Asked, judged: readonly string[]): void => {
    const of = 'service' in part && part.service !== null ? [knownService(part.service, names)] : judged;
    if (part.kind === 'count') for (const inner of askedIn(part.where)) ask(inner, names);
    if (part.kind === 'burn_rate') {
      const slo = Object.hasOwn(slos, part.slo) ? slos[part.slo] : undefined;
      if (!slo) return;
      const service = knownService(slo.service, names);
      wanted.add(seriesId(service, slo.metric)).add(seriesId(service, 'request_rate'));
    }
    if (!('metric' in part)) return;
    for (const service of of) {
      for (const metric of part.metric === null ? metricsOf(service) : [part.metric])
        wanted.add(seriesId(service, metric));
    }
  };
  for (const policy of policies) {
    const condition = conditionOf(policy.condition);
    const judged = targetsOf(policy, services).map(({ name }) => name);
    for (const part of condition ? askedIn(condition) : []) ask(part, judged);
    for (const service of judged)
      if (policy.verify.metric !== null) wanted.add(seriesId(service, policy.verify.metric));
    // what several at once fire by is their episodes; whether one of them is over its own values tell
    if (policy.trigger) for (const { service, metric } of episodes) wanted.add(seriesId(service, metric));
  }
  return wanted;
}

async function listed<Item>(list: (page: PageRequest) => Promise<Page<Item>>, what: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: PAGE, cursor });
    items.push(...page.items);
    if (items.length > MOST_ITEMS) throw new Refused(`there were more than ${MOST_ITEMS} ${what}: ask for fewer days`);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** Where ECS cannot say when it deployed, nothing was: the guard for that holds nothing then, and the report says so. */
async function releasesOf(
  services: readonly Service[],
  { ecs, log }: PastPorts,
): Promise<Map<string, readonly EcsRelease[]>> {
  const found = new Map<string, readonly EcsRelease[]>();
  await each(services, async ({ name, workload }) => {
    if (workload.platform !== 'ecs') return;
    try {
      found.set(workload.service, await ecs.releases(workload.cluster, workload.service));
    } catch (error) {
      log.warn('past deployments cannot be read', { service: name, error });
    }
  });
  return found;
}

async function each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
