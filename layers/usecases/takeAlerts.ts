import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type AlarmEvent, alarmNews } from '#domain/anomaly/external/alarm.ts';
import type { AlertNews } from '#domain/anomaly/external/alert.ts';
import { type AlertmanagerAlert, alertmanagerNews } from '#domain/anomaly/external/alertmanager.ts';
import { follow } from '#domain/anomaly/external/follow.ts';
import type { Configuration } from '#domain/configuration/configuration.ts';
import type { AlertStandings, AnomalyTable, Clock, Log, ServiceCatalog } from '#ports';
import { canonicalName } from './canonicalName.ts';
import { mayChange } from './mayChange.ts';

export interface AlertPorts {
  standings: AlertStandings;
  anomalies: Pick<AnomalyTable, 'put'>;
  services: Pick<ServiceCatalog, 'all' | 'get'>;
  configuration: Pick<Configuration, 'alerts'>;
  clock: Clock;
  log: Log;
}

/** What became of an alert's news. unchanged: it was known, or older than what is known. */
export interface TakenAlert {
  fingerprint: string;
  outcome: 'opened' | 'updated' | 'resolved' | 'unchanged';
  anomaly_id: string | null;
}

/** An alert of a message that was not taken, by its place there. foreign: the key may not change its service. */
export interface RefusedAlert {
  index: number;
  because: 'nameless' | 'foreign';
  message: string;
}

/** Alerts under way at once. */
const AT_ONCE = 20;
/** Of many writers of one alert each is at last the first: every lost race is another's progress. */
const MOST_TRIES = 10;

/**
 * Takes what Alertmanager posts. Every alert that can be taken is, whatever the others are; the same message again changes
 * nothing. Throws where a store fails: the sender sends it again.
 * @param namespaces whose services the key may change; null: all
 */
export async function takeAlertmanager(
  alerts: readonly AlertmanagerAlert[],
  namespaces: readonly string[] | null,
  ports: AlertPorts,
): Promise<{ taken: TakenAlert[]; refused: RefusedAlert[] }> {
  const names = remembered((name: string) => canonicalName(name, ports.services));
  const allowed = remembered((name: string) => mayChange(namespaces, name, ports.services));
  const news: AlertNews[] = [];
  const refused: RefusedAlert[] = [];
  for (const [index, alert] of alerts.entries()) {
    const read = alertmanagerNews(alert, ports.configuration.alerts, ports.clock.now());
    if (typeof read === 'string') {
      refused.push({ index, because: 'nameless', message: read });
      continue;
    }
    const service = await names(read.service);
    if (await allowed(service)) news.push({ ...read, service });
    else
      refused.push({
        index,
        because: 'foreign',
        message: `this key changes nothing of ${service}: none of its namespaces owns it`,
      });
  }
  return { taken: await takeAll(news, ports), refused };
}

/** Takes what CloudWatch tells of an alarm. An alarm of what is not watched is passed over, and the log says so. */
export async function takeAlarm(event: AlarmEvent, ports: AlertPorts): Promise<TakenAlert | undefined> {
  const news = alarmNews(event, await ports.services.all(), ports.configuration.alerts);
  if (typeof news === 'string') {
    ports.log.info('an alarm was passed over', { because: news });
    return undefined;
  }
  return take(news, ports);
}

/** Different alerts side by side; the news of one in their order. */
async function takeAll(news: readonly AlertNews[], ports: AlertPorts): Promise<TakenAlert[]> {
  const taken = new Map<AlertNews, TakenAlert>();
  const lines = Map.groupBy(news, ({ fingerprint }) => fingerprint).values();
  const places = Array.from({ length: AT_ONCE }, async () => {
    for (const line of lines) for (const one of line) taken.set(one, await take(one, ports)); // each place takes the next
  });
  await Promise.all(places);
  return news.flatMap((one) => taken.get(one) ?? []);
}

async function take(news: AlertNews, ports: AlertPorts): Promise<TakenAlert> {
  const { standings, anomalies, clock, log } = ports;
  const { fingerprint } = news;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = await standings.get(news);
    const after = follow(news, before, clock.now());
    if (after && !(await standings.put(after))) continue; // another sender was first
    // also on a repeat: who wrote down what is known may have died before its episode was written
    const anomaly = (after ?? before)?.anomaly ?? null;
    if (anomaly) await anomalies.put(anomaly);
    const outcome = outcomeOf(anomaly, before?.anomaly ?? null);
    if (outcome !== 'unchanged') log.info('alert', { source: news.source, fingerprint, outcome, anomaly: anomaly?.id });
    return { fingerprint, outcome, anomaly_id: anomaly?.id ?? null };
  }
  throw new Error(`the alert ${fingerprint} was written by others ${MOST_TRIES} times in a row`);
}

function outcomeOf(after: Anomaly | null, before: Anomaly | null): TakenAlert['outcome'] {
  if (after === null || after === before) return 'unchanged';
  if (after.status === 'resolved') return 'resolved';
  return after.version === 1 ? 'opened' : 'updated';
}

/** Asks once for each name. */
function remembered<Answer>(ask: (name: string) => Promise<Answer>): (name: string) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  return (name) => {
    const answer = known.get(name) ?? ask(name);
    known.set(name, answer);
    return answer;
  };
}
