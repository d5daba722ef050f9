import { metricsSink } from '../aws.ts';
import { figuresOf, metricData } from '../metrics/figures.ts';
import { Publisher } from '../metrics/publisher.ts';
import { CLUSTER } from '../services.ts';
import type { Reporter } from './reporter.ts';
import type { TaskSettings } from './settings.ts';

/** On Fargate no supervisor counts for the task: it publishes what it saw itself. */
export function publishOwnFigures(
  settings: TaskSettings,
  reporter: Reporter,
  log: (message: string, fields: Record<string, unknown>) => void,
): void {
  const dimensions = { cluster: process.env.CLUSTER_NAME ?? CLUSTER, service: settings.service };
  const publisher = new Publisher({
    put: metricsSink(),
    collect: (at) => {
      const report = reporter.take();
      return metricData(figuresOf(reporter.traffic.take(), [report], settings, 1), dimensions, at);
    },
    warn: log,
    random: Math.random,
  });
  publisher.start();
}
