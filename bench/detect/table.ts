import { markdownTable } from '../table.ts';
import { PUBLISHED } from './published.ts';
import type { Scored } from './score.ts';

const HEADS = [
  'detector',
  'NAB standard',
  'F1',
  'recall',
  'false share',
  'false a series-week',
  'F1 realAWSCloudwatch',
  'F1 made 1 min',
  'recall',
  'false share',
  'F1 made 5 min',
  'F1 made 60 min',
  'from',
];

/** Ours beside the peers, as a Markdown table that reads well on a terminal too. */
export function table(scored: readonly Scored[]): string {
  return markdownTable(HEADS, [...scored.map(measured), ...PUBLISHED.map(published)]);
}

function measured({ name, nab, cloud, made }: Scored): string[] {
  return [
    name,
    points(nab.nab_standard),
    share(nab.f1),
    share(nab.recall),
    share(nab.false_share),
    nab.false_per_series_week.toFixed(2),
    share(cloud.f1),
    share(made.oneMinute.f1),
    share(made.oneMinute.recall),
    share(made.oneMinute.false_share),
    share(made.fiveMinutes.f1),
    share(made.hourly.f1),
    'this run',
  ];
}

function published(peer: (typeof PUBLISHED)[number]): string[] {
  return [
    peer.name,
    points(peer.nab_standard),
    share(peer.f1),
    '–',
    share(peer.false_share),
    peer.false_per_series_week.toFixed(2),
    share(peer.cloud),
    ...Array.from({ length: 5 }, () => '–'),
    'published',
  ];
}

const share = (value: number): string => value.toFixed(3);
const points = (value: number | null): string => (value === null ? '–' : value.toFixed(1));
