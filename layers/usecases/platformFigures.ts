import { Severity } from '#domain/anomaly/anomaly.ts';
import type { Figure } from '#domain/figure.ts';
import { Because } from '#domain/notice/notice.ts';
import { type Action, ActionStatus, Verdict } from '#domain/remediation/action.ts';
import { toInstant } from '#domain/time.ts';
import type {
  ActionTable,
  AnomalyTable,
  Clock,
  ConnectionTable,
  DeliveryCounts,
  Feed,
  KillSwitch,
  Log,
  NoticeTable,
  QueueDepths,
} from '#ports';

export interface FigurePorts {
  anomalies: Pick<AnomalyTable, 'open'>;
  actions: Pick<ActionTable, 'list'>;
  deliveries: DeliveryCounts;
  notices: Pick<NoticeTable, 'counts'>;
  queues: QueueDepths;
  connections: Pick<ConnectionTable, 'count'>;
  feed: Pick<Feed, 'head'>;
  kill: Pick<KillSwitch, 'read'>;
  clock: Clock;
  log: Log;
}

const HOUR = 3_600;
const DAY = 86_400;

/**
 * What the platform knows of itself, read where it is kept. A source that cannot be read leaves its figures out and is named:
 * who watches the platform must see the rest just when something is broken.
 */
export async function platformFigures(ports: FigurePorts): Promise<Figure[]> {
  const read = await Promise.all(
    Object.entries(sources).map(async ([source, figures]) => {
      try {
        return { source, figures: await figures(ports) };
      } catch (error) {
        ports.log.warn('a source of figures could not be read', { source, error });
        return { source, figures: undefined };
      }
    }),
  );
  return [
    ...read.flatMap(({ figures = [] }) => figures),
    {
      name: 'forestall_source_unread',
      help: 'Whether the figures of this source are missing here because it could not be read',
      type: 'gauge',
      readings: read.map(({ source, figures }) => ({ labels: { source }, value: figures === undefined ? 1 : 0 })),
    },
  ];
}

const sources: Readonly<Record<string, (ports: FigurePorts) => Promise<Figure[]>>> = {
  anomalies: async ({ anomalies }) => {
    const open = await anomalies.open();
    return [by('forestall_anomalies_open', 'Anomalies that are open now', 'severity', Severity.options, open)];
  },
  actions: async ({ actions, clock }) => {
    const recent = await sinceOf(actions, clock.now() - DAY);
    const judged = recent.flatMap(({ verdict }) => (verdict === null ? [] : [{ verdict }]));
    return [
      by('forestall_actions_day', 'Actions of the last 24 hours by status', 'status', ActionStatus.options, recent),
      by('forestall_verdicts_day', 'Actions of the last 24 hours by verdict', 'verdict', Verdict.options, judged),
    ];
  },
  deliveries: async ({ deliveries, clock }) => {
    const [waiting, made] = await Promise.all([deliveries.waiting(), deliveries.since(toInstant(clock.now() - HOUR))]);
    const readings = Object.entries(made).map(([status, value]) => ({ labels: { status }, value }));
    return [
      gauge('forestall_deliveries_waiting', 'Notices that are still to be delivered', waiting),
      { name: 'forestall_deliveries_hour', help: 'Notices of the last hour by status', type: 'gauge', readings },
    ];
  },
  notices: async ({ notices }) => {
    const counts = await notices.counts();
    return [
      {
        name: 'forestall_notices_not_told',
        help: 'How often somebody was not told of something, by why',
        type: 'counter',
        readings: Because.options.map((because) => ({ labels: { because }, value: counts[because] ?? 0 })),
      },
    ];
  },
  queues: async ({ queues }) => {
    const depths = await queues.read();
    return [
      {
        name: 'forestall_queue_messages',
        help: 'Messages that wait in a queue or are being handled',
        type: 'gauge',
        readings: depths.flatMap(({ queue, messages }) =>
          messages === null ? [] : [{ labels: { queue }, value: messages }],
        ),
      },
      {
        name: 'forestall_dead_letters',
        help: 'Messages that could not be handled and rest beside their queue',
        type: 'gauge',
        readings: depths.map(({ queue, deadLetters }) => ({ labels: { queue }, value: deadLetters })),
      },
    ];
  },
  stream: async ({ connections, feed }) => {
    const [count, head] = await Promise.all([connections.count(), feed.head()]);
    return [
      gauge('forestall_stream_connections', 'Subscribers of the stream', count),
      {
        name: 'forestall_events_published',
        help: 'Events that the feed has numbered since the installation began',
        type: 'counter',
        readings: [{ value: head }],
      },
    ];
  },
  engine: async ({ kill }) => {
    const { enabled } = await kill.read();
    return [
      gauge('forestall_engine_enabled', 'Whether repairs may be made: 0 while the switch is thrown', enabled ? 1 : 0),
    ];
  },
};

const gauge = (name: string, help: string, value: number): Figure => ({
  name,
  help,
  type: 'gauge',
  readings: [{ value }],
});

/** How many there are of each; those that there are none of count too, as none. */
function by<Label extends string>(
  name: string,
  help: string,
  label: Label,
  options: readonly string[],
  items: readonly Readonly<Record<Label, string>>[],
): Figure {
  const counts = new Map(options.map((option) => [option, 0]));
  for (const { [label]: value } of items) counts.set(value, (counts.get(value) ?? 0) + 1);
  return {
    name,
    help,
    type: 'gauge',
    readings: [...counts].map(([option, value]) => ({ labels: { [label]: option }, value })),
  };
}

async function sinceOf(actions: FigurePorts['actions'], from: number): Promise<Action[]> {
  const found: Action[] = [];
  let cursor: string | undefined;
  do {
    const page = await actions.list({ since: toInstant(from) }, { limit: 500, cursor });
    found.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
