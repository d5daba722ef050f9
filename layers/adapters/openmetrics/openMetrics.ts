import { Counter, Gauge, Registry } from 'prom-client';
import type { Figure } from '#domain/figure.ts';

export const OPEN_METRICS = Registry.OPENMETRICS_CONTENT_TYPE;

/** Figures as OpenMetrics text, which Prometheus and whoever speaks its format read. */
export async function openMetrics(figures: readonly Figure[]): Promise<string> {
  const registry = new Registry<typeof OPEN_METRICS>();
  registry.setContentType(OPEN_METRICS);
  // without readings the library would write a nought that nobody measured
  for (const figure of figures) if (figure.readings.length > 0) register(figure, registry);
  return registry.metrics();
}

function register({ name, help, type, readings }: Figure, registry: Registry<typeof OPEN_METRICS>): void {
  const labelNames = [...new Set(readings.flatMap(({ labels = {} }) => Object.keys(labels)))];
  const options = { name, help, labelNames, registers: [registry] };
  if (type === 'counter') {
    const counter = new Counter(options);
    for (const { labels = {}, value } of readings) counter.inc(labels, value);
    return;
  }
  const gauge = new Gauge(options);
  for (const { labels = {}, value } of readings) gauge.set(labels, value);
}
