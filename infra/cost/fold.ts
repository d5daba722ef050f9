import * as z from 'zod';
import type { MeasuredFunction } from './measured.ts';

/** CloudWatch counts so many bytes for each event beside its text. */
const EVENT_BYTES = 26;

const OurLine = z.looseObject({
  message: z.string(),
  duration_ms: z.number(),
  calls: z.record(z.string(), z.object({ n: z.number(), kb: z.number() })).optional(),
});
const Report = z.looseObject({
  type: z.literal('platform.report'),
  record: z.looseObject({ metrics: z.looseObject({ billedDurationMs: z.number() }) }),
});
const Metrics = z.looseObject({
  _aws: z.looseObject({
    CloudWatchMetrics: z.array(
      z.looseObject({ Namespace: z.string(), Metrics: z.array(z.looseObject({ Name: z.string() })) }),
    ),
  }),
  service: z.string().optional(),
});

export interface Folded {
  function: MeasuredFunction | undefined;
  customMetrics: string[];
  /** how many durations were Lambda's own billed ones */
  billed: number;
}

/** Folds the log lines of one function into means an invocation. Lambda's own lines are not counted as the function's: how
 *  many of them there are is a setting of the deployment. */
export function foldLines(messages: readonly string[]): Folded {
  let invocations = 0;
  let bytes = 0;
  const durations: number[] = [];
  const billed: number[] = [];
  const calls = new Map<string, { n: number; kb: number }>();
  const customMetrics = new Set<string>();
  for (const message of messages) {
    const text = message.trimEnd();
    const line = jsonOf(text);
    const duration = billedDuration(text, line);
    if (duration !== undefined) billed.push(duration);
    if (isLambdas(text, line)) continue;
    const ours = OurLine.safeParse(line);
    bytes += Buffer.byteLength(text) + EVENT_BYTES;
    if (ours.success) {
      invocations += 1;
      durations.push(ours.data.duration_ms);
      // Said only while it is measured.
      if (ours.data.calls) bytes -= Buffer.byteLength(`,"calls":${JSON.stringify(ours.data.calls)}`);
      for (const [name, { n, kb }] of Object.entries(ours.data.calls ?? {})) {
        const before = calls.get(name) ?? { n: 0, kb: 0 };
        calls.set(name, { n: before.n + n, kb: before.kb + kb });
      }
    }
    for (const name of metricsIn(line)) customMetrics.add(name);
  }
  const all = billed.length >= invocations ? billed : durations;
  return {
    billed: billed.length,
    customMetrics: [...customMetrics],
    function:
      invocations === 0
        ? undefined
        : {
            invocations,
            duration_ms: round(all.reduce((sum, one) => sum + one, 0) / all.length),
            log_bytes: Math.round(bytes / invocations),
            calls: Object.fromEntries(
              [...calls].map(([name, { n, kb }]) => [name, { n: round(n / invocations), kb: round(kb / invocations) }]),
            ),
          },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a line of text, which is counted by its bytes
  }
}

function billedDuration(text: string, line: unknown): number | undefined {
  const report = Report.safeParse(line);
  if (report.success) return report.data.record.metrics.billedDurationMs;
  const found = /^REPORT RequestId:.*Billed Duration: ([\d.]+) ms/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function isLambdas(text: string, line: unknown): boolean {
  if (typeof line === 'object' && line !== null && 'type' in line) return String(line.type).startsWith('platform.');
  return /^(START|END|REPORT|INIT_START|INIT_REPORT) /.test(text);
}

/** A metric is billed once a set of dimensions; ours have the service's name as their only one. */
function metricsIn(line: unknown): string[] {
  const found = Metrics.safeParse(line);
  if (!found.success) return [];
  return found.data._aws.CloudWatchMetrics.flatMap(({ Namespace, Metrics: names }) =>
    names.map(({ Name }) => `${Namespace} ${Name} ${found.data.service ?? ''}`.trim()),
  );
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
