import type { Command } from 'commander';
import { Actions, Anomalies, type DoneAction, Engine, Health, type OpenAnomaly } from '../answers.ts';
import { connect, globalsOf } from '../context.ts';
import { type Colours, printJson, type Terminal } from '../terminal.ts';
import { ago, band, figure } from '../text/figures.ts';
import { table } from '../text/table.ts';
import { phrase } from '../text/words.ts';

const LAST_ACTIONS = 8;

/** All that `status` shows. */
export interface Status {
  url: string;
  engine: Engine;
  services: Health;
  anomalies: readonly OpenAnomaly[];
  actions: readonly DoneAction[];
}

export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('services, open anomalies, last actions, and whether the engine is on')
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { client, installation } = await connect(command, terminal);
      const [engine, services, { anomalies }, { actions }] = await Promise.all([
        client.get('/status', Engine),
        client.get('/health', Health),
        client.get('/anomalies?limit=100', Anomalies),
        client.get(`/actions/recent?limit=${LAST_ACTIONS}`, Actions),
      ]);
      const status: Status = { url: installation.url, engine, services, anomalies, actions };
      if (globalsOf(command).json) printJson(terminal, status);
      else terminal.out(statusText(status, terminal.now(), terminal.colours));
    });
}

/** The status as a page. Pure. */
export function statusText(status: Status, now: number, colours: Colours): string {
  const { services, anomalies, actions, url, engine } = status;
  const heading = (text: string) => colours.bold(text);
  return [
    `${heading('Forestall')} at ${url}   ${engineText(engine, now, colours)}`,
    heading('Services'),
    services.length === 0
      ? '  none is watched yet: tag one with forestall:watch, or name it in forestall.yml'
      : servicesTable(services, now, colours),
    heading('Open anomalies'),
    anomalies.length === 0 ? '  none' : anomaliesTable(anomalies, now, colours),
    heading('Last actions'),
    actions.length === 0 ? '  none' : actionsTable(actions, now, colours),
  ].join('\n\n');
}

/** The kill switch in words. */
export function engineText({ enabled, reason, by, at }: Engine, now: number, { green, red }: Colours): string {
  if (enabled) return green('the engine is on');
  const who = [by ? `by ${by}` : '', at ? ago(at, now) : ''].filter(Boolean).join(', ');
  return `${red('the engine is OFF')}${reason ? `: ${reason}` : ''}${who ? ` (${who})` : ''}`;
}

const numeric = ['cpu', 'memory', 'errors', 'p99', 'rate', 'pool', 'tasks', 'open'];

function servicesTable(services: Health, now: number, colours: Colours): string {
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
  if (status === 'unknown') return as_of ? `no data for ${ago(as_of, now).replace(' ago', '')}` : 'no data yet';
  return ready ? '' : 'warming up';
}

function statusWord(status: string, { green, yellow, red, dim }: Colours): string {
  if (status === 'healthy') return green(status);
  if (status === 'degraded') return yellow(status);
  return status === 'unhealthy' ? red(status) : dim(status);
}

export function anomaliesTable(anomalies: readonly OpenAnomaly[], now: number, colours: Colours): string {
  const rows = anomalies.map((one) => [
    one.service,
    one.metric,
    figure(one.current_value, one.unit),
    band(one.expected_lower, one.expected_upper, one.unit),
    one.severity === 'high' || one.severity === 'critical' ? colours.red(one.severity) : one.severity,
    one.level,
    one.status === 'open' ? colours.yellow('open') : colours.dim(one.resolution ?? one.status),
    ago(one.started_at, now),
    colours.dim(one.id),
  ]);
  return table(['service', 'metric', 'value', 'usual', 'severity', 'level', 'state', 'began', 'id'], rows, ['value']);
}

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
