import type { Inventory } from './inventory.ts';
import type { Measured, MeasuredFunction } from './measured.ts';

// What the unit tests of the arithmetic compute with: round figures, of no real deployment.

export const measuredFunction = (over: Partial<MeasuredFunction> = {}): MeasuredFunction => ({
  invocations: 10,
  duration_ms: 0,
  log_bytes: 0,
  calls: {},
  ...over,
});

export const measured = (functions: Record<string, Partial<MeasuredFunction>> = {}): Measured => ({
  how: 'made up',
  at: '2026-11-01T00:00:00.000Z',
  minutes: 10,
  services: 10,
  series: 90,
  resolution: 10,
  custom_metrics: [],
  functions: {
    'schedule/plan': measuredFunction(),
    'queue/pull': measuredFunction({ invocations: 60 }),
    'queue/detect': measuredFunction({ invocations: 60 }),
    ...Object.fromEntries(Object.entries(functions).map(([name, over]) => [name, measuredFunction(over)])),
  },
});

export const inventory = (over: Partial<Inventory> = {}): Inventory => ({
  functions: new Map(
    ['schedule/plan', 'queue/pull', 'queue/detect'].map((entry) => [
      entry,
      { memoryMiB: 512, traced: false, systemLogs: false },
    ]),
  ),
  mappings: [],
  schedules: [],
  alarmMetrics: 0,
  keys: 0,
  secrets: 0,
  unknown: [],
  ...over,
});
