import { expect, test } from 'vitest';
import { recordedTerminal } from '../testing/terminal.ts';
import { Progress } from './progress.ts';

test('says files, points and pace, not more often than anyone reads, and goes away', () => {
  let now = 100;
  const terminal = recordedTerminal({ now: () => now });
  const progress = new Progress(terminal, 3);
  progress.rows(1_000);
  now += 0.5;
  progress.rows(1_000);
  progress.rows(1_000);
  progress.fileDone();
  now += 0.5;
  progress.rows(1_000);
  progress.end();
  expect(terminal.statuses).toEqual([
    'file 1 of 3, 2,000 points, 4,000 a second',
    'file 2 of 3, 4,000 points, 4,000 a second',
    '',
  ]);
});
