import { expect, test } from 'vitest';
import { leak, restart } from '../testing/nouns.ts';
import { newsOnly } from './news.ts';

test('an episode that goes on is no news, one that became graver is, and what ends or is done always is', () => {
  const isNews = newsOnly();
  const told = [
    { event: 'anomaly.detected', anomaly: leak({ level: 'warn' }) },
    { event: 'anomaly.updated', anomaly: leak({ level: 'warn', version: 2 }) },
    { event: 'anomaly.updated', anomaly: leak({ level: 'page', version: 3 }) },
    { event: 'anomaly.updated', anomaly: leak({ level: 'page', version: 4 }) },
    { event: 'action.started', action: restart() },
    { event: 'anomaly.resolved', anomaly: leak({ level: 'page', status: 'resolved' }) },
    { event: 'moon.risen' },
  ].map(isNews);
  expect(told).toEqual([true, false, true, false, true, true, true]);
});

test('of an episode that began before the watching, the first update is news', () => {
  expect(newsOnly()({ event: 'anomaly.updated', anomaly: leak() })).toBe(true);
});
