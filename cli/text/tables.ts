import { Shape } from '#domain/anomaly/anomaly.ts';
import { shapeWords } from '#domain/anomaly/sentence.ts';
import type { Ahead, DoneAction, Health, OpenAnomaly } from '../answers.ts';
import type { Colours } from '../terminal.ts';
import { ago, band, clockTime, figure, span } from './figures.ts';
import { table } from './table.ts';
import { phrase } from './words.ts';

const numeric = ['cpu', 'memory', 'errors', 'p99', 'rate', 'pool', 'tasks', 'open'];

/** How each service is now. */
export function servicesTable(services: Health, now: number, colours: Colours): string {
  const rows = services.map((one) => [
    one.service,
    statusWord(one.status, colours),
    figure(one.cpu, '%'),
    figure(one.memory, '%'),
    figure(one.error_rate, 'ratio'),
    figure(one.latency_p99, 'ms'),
    figure(one.request_rate, '1/s'),
    figure(one.connection_pool, '%'),
    figure(one.running_tasks, 'count'),
    one.open_anomalies > 0 ? colours.red(String(one.open_anomalies)) : '0',
    note(one, now),
  ]);
  return table(['service', 'status', ...numeric, ''], rows, numeric);
}

function note({ status, ready, as_of }: Health[number], now: number): string {
  if (status === 'unknown') return as_of ? `last data ${ago(as_of, now)}` : 'no data yet';
  return ready ? '' : 'warming up';
}

function statusWord(status: string, { green, yellow, red, dim }: Colours): string {
  if (status === 'healthy') return green(status);
  if (status === 'degraded') return yellow(status);
  return status === 'unhealthy' ? red(status) : dim(status);
}

/** Episodes, open and resolved. */
export function anomaliesTable(anomalies: readonly OpenAnomaly[], now: number, colours: Colours): string {
  const rows = anomalies.map((one) => [
    one.service,
    one.metric,
    whatItDoes(one),
    figure(one.current_value, one.unit),
    band(one.expected_lower, one.expected_upper, one.unit),
    one.severity === 'high' || one.severity === 'critical' ? colours.red(one.severity) : one.severity,
    one.level,
    one.status === 'open' ? colours.yellow('open') : colours.dim(one.resolution ?? one.status),
    ago(one.started_at, now),
    colours.dim(one.id),
  ]);
  return table(['service', 'metric', 'what', 'value', 'usual', 'severity', 'level', 'state', 'began', 'id'], rows, [
    'value',
  ]);
}

/** What an episode shows, in a word or two; a kind or shape of a newer server is named. */
function whatItDoes({ kind, shape, direction, forecast_exhaustion, breach_probability }: OpenAnomaly): string {
  if (kind === 'predicted_breach') {
    const chance = breach_probability ? `, ${Math.round(breach_probability * 100)}%` : '';
    return `${forecast_exhaustion ? `limit at ${clockTime(forecast_exhaustion)}` : 'limit ahead'}${chance}`;
  }
  if (kind !== 'deviation') return phrase(kind);
  if (!shape) return direction === 'down' ? 'below' : 'above';
  const known = Shape.safeParse(shape);
  return known.success ? shapeWords(known.data, direction === 'down' ? 'down' : 'up') : phrase(shape);
}

/** Breaches that are foreseen, soonest first. */
export function predictionsTable(predictions: readonly Ahead[], now: number, colours: Colours): string {
  const rows = predictions.map((one) => [
    one.service,
    one.metric.slice(one.service.length + 1),
    figure(one.current, one.unit),
    figure(one.threshold, one.unit),
    one.breach_time ? colours.yellow(`in ${span(Date.parse(one.breach_time) / 1000 - now)}`) : '–',
    figure(one.breach_probability, 'ratio'),
    colours.dim(phrase(one.method ?? '')),
  ]);
  return table(['service', 'metric', 'now', 'limit', 'reached', 'chance', 'by'], rows, ['now', 'limit', 'chance']);
}

/** What was done or held back, and what came of it. */
export function actionsTable(actions: readonly DoneAction[], now: number, colours: Colours): string {
  const rows = actions.map((one) => [
    ago(one.created_at, now),
    one.service,
    phrase(one.type),
    one.policy_name ?? 'by hand',
    outcomeWord(one, colours),
    why(one),
  ]);
  return table(['when', 'service', 'action', 'policy', 'outcome', 'because'], rows);
}

function outcomeWord({ status, verdict }: DoneAction, { green, red, yellow, cyan }: Colours): string {
  const word = phrase(verdict ?? status);
  if (status === 'held') return yellow(word);
  if (status === 'succeeded') return green(word);
  return status === 'failed' || status === 'rolled_back' || status === 'escalated' ? red(word) : cyan(word);
}

function why({ status, guards, before, after, verdict_reason, reason }: DoneAction): string {
  if (status === 'held')
    return guards
      .filter(({ passed }) => !passed)
      .map((guard) => guard.reason)
      .join('; ');
  if (before && after)
    return `${after.metric} ${figure(before.value, before.unit)} → ${figure(after.value, after.unit)}`;
  return verdict_reason ?? reason;
}
