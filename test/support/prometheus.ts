import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import { stringify } from 'yaml';
import * as z from 'zod';
import { startChild } from '#local/child.ts';
import { childEnvironment } from '#local/environment.ts';
import { type Command, obtainPrometheus } from '#local/prometheus/obtain.ts';
import { until } from './until.ts';

const HOST = '127.0.0.1';

export interface AlertRule {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

/** Real programs: a Prometheus that scrapes one figure each second, and as many Alertmanagers as are asked for, none
 *  knowing of another, that post to a webhook. */
export interface Monitoring {
  /** what the service that is scraped says from now on */
  set(value: number): void;
  /** what Prometheus finds of an expression now, by its HTTP API: a figure a series */
  query(expression: string): Promise<number[]>;
  /** the notices that each Alertmanager has posted, and those of them that failed */
  posted(): Promise<{ sent: number; failed: number }[]>;
  stop(): Promise<void>;
}

/** An address, and the key that it asks for. */
interface Keyed {
  url: string;
  key: string;
}

/**
 * @param webhook where Alertmanager posts
 * @param scraped what Prometheus reads besides the one figure
 */
export async function startMonitoring(
  { metric, rule, alertmanagers }: { metric: string; rule: AlertRule; alertmanagers: number },
  { webhook, scraped }: { webhook: Keyed; scraped: Keyed },
): Promise<Monitoring> {
  const programs = await obtainPrometheus();
  const dir = await mkdtemp(join(tmpdir(), 'forestall-prometheus-'));
  const ending: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of ending.reverse()) await end();
  };
  try {
    const figure = await startFigure(metric);
    ending.push(figure.stop);
    const start = async (name: string, [command, ...first]: Command, args: readonly string[], port: number) => {
      const logFile = join(dir, `${name}.log`);
      const child = await startChild({
        name,
        command,
        args: [...first, ...args],
        env: childEnvironment(),
        cwd: dir,
        logFile,
      });
      ending.push(() => child.stop(5_000));
      await until(`${name} is ready`, async () => (await fetch(`http://${HOST}:${port}/-/ready`)).ok, { every: 100 });
    };
    const ports = await Promise.all(Array.from({ length: alertmanagers }, () => getPort({ host: HOST })));
    const receiver = await write(dir, 'alertmanager.yml', alertmanagerConfig(webhook));
    for (const [index, port] of ports.entries()) {
      const storage = `--storage.path=${join(dir, `alertmanager-${index}`)}`;
      const args = [`--config.file=${receiver}`, storage, `--web.listen-address=${HOST}:${port}`];
      await start(`alertmanager-${index}`, programs.alertmanager, [...args, '--cluster.listen-address='], port);
    }
    const port = await getPort({ host: HOST });
    const rules = await write(dir, 'rules.yml', { groups: [{ name: 'test', rules: [rule] }] });
    const config = await write(dir, 'prometheus.yml', prometheusConfig({ rules, figure: figure.port, scraped, ports }));
    const storage = `--storage.tsdb.path=${join(dir, 'prometheus')}`;
    await start(
      'prometheus',
      programs.prometheus,
      [`--config.file=${config}`, storage, `--web.listen-address=${HOST}:${port}`],
      port,
    );
    return {
      set: figure.set,
      query: (expression) => queried(port, expression),
      posted: () => Promise.all(ports.map(postedBy)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const bearer = (key: string) => ({ type: 'Bearer', credentials: key });

const alertmanagerConfig = ({ url, key }: Keyed) => ({
  route: {
    receiver: 'forestall',
    group_by: ['alertname'],
    group_wait: '100ms',
    group_interval: '1s',
    repeat_interval: '2s',
  },
  receivers: [
    {
      name: 'forestall',
      webhook_configs: [{ url, http_config: { authorization: bearer(key) } }],
    },
  ],
});

function prometheusConfig({ rules, figure, scraped, ports }: ScrapeOptions) {
  const { protocol, host, pathname } = new URL(scraped.url);
  return {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    alerting: { alertmanagers: [{ static_configs: [{ targets: ports.map((port) => `${HOST}:${port}`) }] }] },
    scrape_configs: [
      { job_name: 'figure', static_configs: [{ targets: [`${HOST}:${figure}`] }] },
      {
        job_name: 'forestall',
        scheme: protocol.replace(':', ''),
        metrics_path: pathname,
        scrape_interval: '10s',
        scrape_timeout: '10s', // the first call wakes a function
        authorization: bearer(scraped.key),
        static_configs: [{ targets: [host] }],
      },
    ],
  };
}

interface ScrapeOptions {
  rules: string;
  /** ports of the one figure, and of the Alertmanagers */
  figure: number;
  ports: readonly number[];
  scraped: Keyed;
}

async function write(dir: string, name: string, content: object): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, stringify(content), { mode: 0o600 });
  return path;
}

/** A service of one metric, in Prometheus's text format. */
async function startFigure(metric: string) {
  let value = 0;
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(`# TYPE ${metric} gauge\n${metric} ${value}\n`);
  });
  const port = await getPort({ host: HOST });
  await new Promise<void>((resolve) => server.listen(port, HOST, resolve));
  return {
    port,
    set: (to: number) => {
      value = to;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As an Alertmanager counts itself. */
async function postedBy(port: number): Promise<{ sent: number; failed: number }> {
  const text = await (await fetch(`http://${HOST}:${port}/metrics`)).text();
  const count = (name: string) =>
    Number(new RegExp(`^${name}\\{integration="webhook"\\} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { sent: count('alertmanager_notifications_total'), failed: count('alertmanager_notifications_failed_total') };
}

const Found = z.object({ data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }) });

async function queried(port: number, expression: string): Promise<number[]> {
  const answer = await fetch(`http://${HOST}:${port}/api/v1/query?query=${encodeURIComponent(expression)}`);
  return Found.parse(await answer.json()).data.result.map(({ value: [, figure] }) => Number(figure));
}
