import type { BacktestReport } from '#domain/backtest/report.ts';
import type { Terminal } from '../terminal.ts';
import { table } from './table.ts';
import { phrase } from './words.ts';

const MOST_SHOWN = 20;

/** A backtest for people: a line a policy, then what it fired on, what it missed, and what history cannot say. */
export function backtestText(
  { policies, firings, missed, notes, measured }: BacktestReport,
  colours: Terminal['colours'],
): string {
  const [first] = policies;
  const when = first ? `${first.since} to ${first.until}` : '';
  const head = `${when}: ${measured.rounds.toLocaleString('en')} rounds over ${measured.points.toLocaleString('en')} points of ${measured.series} series, in ${measured.seconds.toFixed(1)} s`;
  const rows = policies.map((one) => [
    one.name,
    `${one.fired}`,
    `${one.acted}`,
    `${one.true_positives}`,
    `${one.false_positives}`,
    `${one.undecided}`,
    `${one.false_negatives}`,
    one.minutes_saved.toFixed(0),
    Object.entries(one.held)
      .map(([guard, count]) => `${phrase(guard)} ${count}`)
      .join(', '),
  ]);
  const parts = [
    head,
    table(['policy', 'fired', 'acted', 'true', 'false', 'undecided', 'missed', 'min saved', 'held by'], rows),
  ];
  if (firings.length > 0)
    parts.push(
      `${'What it fired on'}${more(firings)}:\n${table(
        ['time', 'policy', 'service', 'metric', 'judged', 'why'],
        firings
          .slice(0, MOST_SHOWN)
          .map((one) => [
            one.at,
            one.policy_name,
            one.service,
            one.metric ?? '–',
            phrase(one.judged),
            `${one.why}${one.acted_at === null ? `; held by ${one.held_by.map(phrase).join(', ')}` : ''}`,
          ]),
      )}`,
    );
  if (missed.length > 0)
    parts.push(
      `What it missed${more(missed)}:\n${table(
        ['time', 'service', 'metric', 'anomaly'],
        missed.slice(0, MOST_SHOWN).map((one) => [one.started_at, one.service, one.metric, one.anomaly_id]),
      )}`,
    );
  for (const note of notes) parts.push(colours.dim(note));
  return parts.join('\n\n');
}

const more = (items: readonly unknown[]): string =>
  items.length > MOST_SHOWN ? `, the newest ${MOST_SHOWN} of ${items.length}` : '';
