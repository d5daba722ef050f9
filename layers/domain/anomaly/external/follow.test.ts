import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toInstant } from '../../time.ts';
import { Anomaly } from '../anomaly.ts';
import type { AlertNews, AlertStanding } from './alert.ts';
import { follow } from './follow.ts';

const AT = 1_800_000_000;
const news = (change: Partial<AlertNews> = {}): AlertNews => ({
  source: 'alertmanager',
  fingerprint: '4e7f9a1c2b3d5e60',
  says: 'firing',
  since: AT,
  ordered: false,
  service: 'checkout',
  metric: 'HighErrorRate',
  severity: 'critical',
  level: 'page',
  value: null,
  threshold: null,
  told: { name: 'HighErrorRate', summary: 'checkout answers errors', url: null, runbook: null, labels: { a: 'b' } },
  ...change,
});
/** What is known after all of these, each heard ten seconds after the one before. */
const after = (...all: readonly AlertNews[]): AlertStanding | undefined =>
  heard(all.map((one, i) => [one, AT + i * 10]));
const heard = (all: readonly (readonly [AlertNews, number])[]) =>
  all.reduce<AlertStanding | undefined>((known, [one, now]) => follow(one, known, now) ?? known, undefined);

describe('an alert that fires', () => {
  test('is an open episode of kind external, since it fires there', () => {
    const { anomaly } = after(news({ since: AT - 300 })) ?? {};
    expect(Anomaly.parse(anomaly)).toEqual(anomaly);
    expect(anomaly).toMatchObject({
      kind: 'external',
      source: 'alertmanager',
      status: 'open',
      service: 'checkout',
      metric: 'HighErrorRate',
      level: 'page',
      severity: 'critical',
      started_at: toInstant(AT - 300),
      detected_at: toInstant(AT),
      paged_at: toInstant(AT),
      current_value: 1,
      expected_upper: 0,
      unit: 'firing',
      alert: { summary: 'checkout answers errors' },
      version: 1,
    });
  });

  test('tells the figure and the bound that it crossed, in the unit of a metric that we know', () => {
    const above = after(news({ metric: 'cpu_usage', value: 93, threshold: 90 }));
    expect(above?.anomaly).toMatchObject({ current_value: 93, expected_lower: 0, expected_upper: 90, unit: '%' });
    const below = after(news({ metric: 'running_tasks', value: 0, threshold: 2 }));
    expect(below?.anomaly).toMatchObject({ current_value: 0, expected_lower: 2, expected_upper: 2, direction: 'down' });
  });

  test('again, and by another sender that saw it begin otherwise, is nothing new', () => {
    const once = after(news());
    for (const since of [AT, AT + 15, AT - 15]) expect(follow(news({ since }), once, AT + 60)).toBeUndefined();
  });

  test('tells what changed, and gets no milder while it lasts', () => {
    const warned = news({ severity: 'medium', level: 'warn' });
    const worse = after(warned, news({ value: 0.4, threshold: 0.1 }));
    expect(worse?.anomaly).toMatchObject({
      version: 2,
      level: 'page',
      current_value: 0.4,
      paged_at: toInstant(AT + 10),
    });
    const milder = after(news(), { ...warned, value: 0.2 });
    expect(milder?.anomaly).toMatchObject({ version: 2, level: 'page', severity: 'critical', current_value: 0.2 });
  });

  test('by a clock that is ahead of ours began no later than we heard of it', () => {
    expect(after(news({ since: AT + 3_600 }))?.anomaly?.started_at).toBe(toInstant(AT));
    expect(after(news({ since: -1e11 }))?.anomaly?.started_at).toBe(toInstant(0));
  });
});

describe('its end', () => {
  const ended = news({ says: 'resolved', since: AT + 8 });

  test('is told once', () => {
    const { anomaly, version } = after(news(), ended, ended) ?? {};
    expect(anomaly).toMatchObject({
      status: 'resolved',
      resolution: 'recovered',
      resolved_at: toInstant(AT + 8),
      updated_at: toInstant(AT + 10),
      current_value: 0,
      version: 2,
    });
    expect(version).toBe(2);
  });

  test('of an earlier time ends nothing', () => {
    expect(follow(news({ says: 'resolved', since: AT - 60 }), after(news()), AT + 60)).toBeUndefined();
  });

  test('of what was never heard to fire is no episode, and what comes late of it is none either', () => {
    const known = after(ended);
    expect(known).toMatchObject({ anomaly: null, since: AT + 8 });
    expect(follow(news(), known, AT + 20)).toBeUndefined();
  });

  test('is final for a message that was long on its way; what fires on after that is another episode', () => {
    const known = after(news(), ended);
    expect(follow(news(), known, AT + 100)).toBeUndefined();
    const again = follow(news(), known, AT + 8 + 121);
    expect(again?.anomaly).toMatchObject({ status: 'open', version: 1, started_at: toInstant(AT + 8) });
    expect(again?.anomaly?.id).not.toBe(known?.anomaly?.id);
    expect(follow(ended, again, AT + 200), 'the earlier end, repeated, does not end it').toBeUndefined();
  });

  test('and a new beginning make another episode at once', () => {
    const again = after(news(), ended, news({ since: AT + 9 }));
    expect(again?.anomaly).toMatchObject({ status: 'open', version: 1, started_at: toInstant(AT + 9) });
  });

  test('by silence says so', () => {
    expect(after(news(), { ...ended, says: 'silent' })?.anomaly?.resolution).toBe('silent');
  });
});

const someNews = fc.record({
  says: fc.constantFrom('firing' as const, 'resolved' as const, 'silent' as const),
  since: fc.integer({ min: AT - 50, max: AT + 50 }),
});

test('whatever comes twice is the same as once, and versions rise by one', () => {
  fc.assert(
    fc.property(fc.array(someNews, { maxLength: 12 }), fc.boolean(), (all, ordered) => {
      let known: AlertStanding | undefined;
      for (const one of all.map((change) => news({ ...change, ordered }))) {
        const next = follow(one, known, AT + 60);
        if (next) {
          expect(next.version).toBe((known?.version ?? 0) + 1);
          const was = known?.anomaly ?? null;
          const same = next.anomaly?.id === was?.id ? (was?.version ?? 0) : 0;
          if (next.anomaly !== null && next.anomaly !== was) expect(next.anomaly.version).toBe(same + 1);
        }
        known = next ?? known;
        const again = follow(one, known, AT + 60);
        if (again) expect(again.anomaly).toEqual(known?.anomaly);
      }
    }),
  );
});

test('ordered news in any order, any of it repeated, ends as the newest says', () => {
  const times = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 8 });
  const says = fc.constantFrom('firing' as const, 'resolved' as const, 'silent' as const);
  const shuffled = fc.tuple(times, fc.array(says, { minLength: 8, maxLength: 8 })).chain(([at, what]) => {
    const all = at.map((since, index) => news({ ordered: true, since, says: what[index] ?? 'firing' }));
    return fc.array(fc.constantFrom(...all), { maxLength: 20 }).map((more) => [...more, ...all, ...more]);
  });
  fc.assert(
    fc.property(shuffled, (all) => {
      const newest = all.reduce((a, b) => (b.since > a.since ? b : a));
      const open = after(...all)?.anomaly?.status === 'open';
      expect(open).toBe(newest.says === 'firing');
    }),
  );
});
