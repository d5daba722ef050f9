import type { FileSummary } from '../offline/detectFile.ts';
import { band, counts, figure, span } from './figures.ts';
import { table } from './table.ts';
import { phrase } from './words.ts';

/** What was found in one file: its episodes, one a line. */
export function episodesText(one: FileSummary): string {
  const pace = one.step === null ? '' : `, ${span(one.step)} apart`;
  const head = `${one.file}: ${counts(one.points, 'point')}${pace}; ${alertsText(one.alerts, one.level)}.`;
  if (one.episodes.length === 0) return head;
  const rows = one.episodes.map((episode) => [
    plain(episode.detected_at),
    [phrase(episode.shape ?? 'odd'), episode.direction].join(' '),
    figure(episode.value, 'count'),
    band(episode.lower, episode.upper, 'count'),
    (Math.floor(episode.score * 1e5) / 1e5).toFixed(5), // nothing is certain
    episode.level,
    episode.ended_at === null ? 'open' : span((Date.parse(episode.ended_at) - Date.parse(episode.started_at)) / 1000),
    episode.raised_at.length > 0 ? `raised ${episode.raised_at.length}×` : '',
  ]);
  const headings = ['detected (UTC)', 'what', 'value', 'usual', 'score', 'level', 'lasted', ''];
  return `${head}\n${table(headings, rows, ['value', 'score'])}`;
}

/** What was found in the files of a folder, one a line, and in all. */
export function filesText(files: readonly FileSummary[]): string {
  const rows = files.map(({ file, points, step, alerts, episodes }) => [
    file,
    points.toLocaleString('en-US'),
    step === null ? '' : span(step),
    String(alerts),
    String(episodes.length),
  ]);
  const points = files.reduce((sum, one) => sum + one.points, 0);
  const alerts = files.reduce((sum, one) => sum + one.alerts, 0);
  const [{ level } = { level: 'warn' }] = files;
  return [
    table(['file', 'points', 'every', 'alerts', 'episodes'], rows, ['points', 'alerts', 'episodes']),
    `${counts(files.length, 'file')}, ${counts(points, 'point')}; ${alertsText(alerts, level)}.`,
  ].join('\n');
}

const alertsText = (alerts: number, level: string): string =>
  `${alerts === 0 ? 'no alert' : counts(alerts, 'alert')} at level ${level}`;

const plain = (instant: string): string => instant.replace('T', ' ').replace('Z', '');
