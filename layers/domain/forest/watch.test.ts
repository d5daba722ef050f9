import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Anomaly, type Level } from '../anomaly/anomaly.ts';
import { serviceHistory } from './forest.fixture.ts';
import type { ForestModel } from './model.ts';
import type { Residual } from './residuals.ts';
import { RULE } from './rule.ts';
import { trainForest } from './train.ts';
import { type Around, emptyWatch, endWatch, evidenceOf, type ForestWatch, watchService } from './watch.ts';

const STEP = 10;
const OPENS = RULE.opens;
const BEGIN = 1_800_000_000;
const model: ForestModel = trainForest(serviceHistory(800), { version: 1, trainedAt: BEGIN });

type Moment = Record<string, number>;
const USUAL: Moment = {};
/** three follow the load usually: one goes its own way, each is usual by itself */
const BROKEN: Moment = { request_rate: -2, cpu_usage: 2.5, connection_pool_usage: -2 };
const WILD: Moment = { cpu_usage: 15, memory_usage: 15, request_rate: 15 };

/** What the service has said so far: a moment each `STEP` seconds; undefined where nothing was heard. */
let said: (Moment | undefined)[];
let watch: ForestWatch;
let trouble: Map<string, Level>;
beforeEach(() => {
  said = [];
  watch = emptyWatch;
  trouble = new Map();
});

function around(change: Partial<Around> = {}): Around {
  const heardAt = (at: number): Map<string, Residual> => {
    const moment = said[(at - BEGIN) / STEP];
    const heard = moment ? model.summary.metrics.filter((metric) => !Number.isNaN(moment[metric] ?? 0)) : [];
    return new Map(
      heard.map((metric) => {
        const residual = moment?.[metric] ?? 0;
        return [metric, { value: 50 + residual, expected: 50, lower: 46, upper: 54, residual }];
      }),
    );
  };
  const moments = said.flatMap((moment, i) => (moment ? [BEGIN + i * STEP] : [])).slice(-12);
  const now = BEGIN + said.length * STEP + 2;
  return {
    service: 'orders',
    source: 'cloudwatch',
    step: STEP,
    now,
    acting: false,
    moments,
    heardAt,
    trouble,
    budget: 1,
    rule: RULE,
    ...change,
  };
}

/** Says moments one after another, each heard at once. */
function say(moments: readonly (Moment | undefined)[], change: Partial<Around> = {}): Anomaly[] {
  return moments.flatMap((moment) => {
    said.push(moment);
    const watched = watchService(watch, model, around(change));
    watch = watched.watch;
    return watched.changed;
  });
}
const times = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);

describe('an episode', () => {
  test('opens at the third odd moment of five, tells what it stands on, and closes after three calm ones', () => {
    expect(say([...times(20, USUAL), BROKEN, BROKEN])).toEqual([]);
    const [opened] = say([BROKEN]);
    expect(Anomaly.parse(opened)).toEqual(opened);
    expect(opened).toMatchObject({
      kind: 'multivariate',
      service: 'orders',
      metric: 'cpu_usage',
      status: 'open',
      direction: 'up',
      shape: null,
      current_value: 52.5,
      predicted_value: 50,
      unit: '%',
      version: 1,
      started_at: new Date((BEGIN + 20 * STEP) * 1000).toISOString(),
    });
    expect(opened?.anomaly_score).toBeGreaterThan(0.99);
    expect(opened?.detectors.map(({ name }) => name).slice(0, 2)).toEqual([
      'isolation_forest',
      'isolation_forest:cpu_usage',
    ]);
    const [calm, none, closed] = [say([USUAL]), say([USUAL]), say([USUAL])];
    expect([...calm, ...none].every(({ status }) => status === 'open')).toBe(true);
    expect(closed.map(({ id, status, resolution }) => [id, status, resolution])).toEqual([
      [opened?.id, 'resolved', 'recovered'],
    ]);
    expect(say(times(10, USUAL))).toEqual([]);
  });

  test('one or two wild moments are none, however wild', () => {
    expect(say([...times(20, USUAL), WILD, WILD, ...times(5, USUAL), WILD, ...times(8, USUAL)])).toEqual([]);
  });

  test('a hole brings old evidence no nearer', () => {
    expect(say([...times(20, USUAL), WILD, WILD, ...times(6, undefined), WILD])).toEqual([]);
  });

  test('it does not flutter: calm moments among odd ones leave it open', () => {
    say([...times(20, USUAL), ...times(OPENS, BROKEN)]);
    const after = say([USUAL, USUAL, BROKEN, USUAL, USUAL, BROKEN]);
    expect(after.every(({ status }) => status === 'open')).toBe(true);
    expect(new Set(after.map(({ id }) => id)).size).toBe(1);
  });

  test('each version is one more, and level and severity only rise', () => {
    const versions = say([...times(20, USUAL), ...times(OPENS, BROKEN), ...times(6, WILD), ...times(4, USUAL)]);
    expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => index + 1));
    const ranks = versions.map(({ severity }) => ['low', 'medium', 'high', 'critical'].indexOf(severity));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  });

  test('the same moments again change nothing; a state that was lost finds the same episode again', () => {
    const before = say([...times(20, USUAL), ...times(OPENS, BROKEN)]);
    const again = watchService(watch, model, around());
    expect(again.changed).toEqual([]);
    expect(again.watch).toEqual(watch);
    const anew = watchService(emptyWatch, model, around());
    expect(anew.changed.map(({ id, version }) => [id, version])).toEqual([[before[0]?.id, 1]]);
  });

  test('a metric that comes late is judged with the others when it is there', () => {
    const alone = { ...WILD, memory_usage: Number.NaN, connection_pool_usage: Number.NaN, request_rate: Number.NaN };
    expect(say([...times(20, USUAL), WILD, WILD, alone]), 'one metric is no combination').toEqual([]);
    said[said.length - 1] = WILD;
    const watched = watchService(watch, model, around());
    expect(watched.changed.map(({ status }) => status)).toEqual(['open']);
  });

  test('moments in one batch give the same episode as one after another', () => {
    const moment = fc.constantFrom(USUAL, USUAL, BROKEN, WILD, undefined);
    fc.assert(
      fc.property(fc.array(moment, { minLength: 6, maxLength: 8 }), (moments) => {
        said = times(10, USUAL);
        watch = emptyWatch;
        say([USUAL]);
        const start = watch;
        const ends = new Map(say(moments).map(({ id, status }) => [id, status]));
        const together = watchService(start, model, around());
        expect(new Map(together.changed.map(({ id, status }) => [id, status]))).toEqual(ends);
        expect(together.watch.decided).toEqual(watch.decided);
      }),
    );
  });
});

describe('beside the statistical voices', () => {
  test('what a series tells by itself gets no second notice, nor does its end', () => {
    trouble.set('request_rate', 'warn');
    expect(say([...times(20, USUAL), ...times(8, WILD)])).toEqual([]);
    trouble.clear();
    expect(say([WILD, ...times(8, USUAL)])).toEqual([]);
  });

  test('it never pages by itself, however rare', () => {
    const levels = say([...times(20, USUAL), ...times(20, WILD)]).map(({ level }) => level);
    expect(levels[0]).toBe('warn');
    expect(levels).not.toContain('page');
  });

  test('it breaks a tie: a series that may page is at warn, and the forest finds the service rare', () => {
    trouble.set('cpu_usage', 'warn');
    const [opened] = say([...times(20, USUAL), ...times(OPENS, WILD)]);
    expect(opened).toMatchObject({ level: 'page', severity: 'high' });
  });

  test('where a series pages already, a second page would say nothing new', () => {
    trouble.set('cpu_usage', 'warn').set('memory_usage', 'page');
    expect(say([...times(20, USUAL), ...times(6, WILD)])).toEqual([]);
  });

  test('an episode of its own rises to page when a series comes to agree', () => {
    say([...times(20, USUAL), ...times(OPENS, WILD)]);
    trouble.set('memory_usage', 'warn');
    expect(say([WILD]).map(({ level }) => level)).toEqual(['page']);
  });

  test('feedback makes it stricter', () => {
    const odd: Moment = BROKEN;
    expect(say([...times(20, USUAL), ...times(6, odd)], { budget: 1e-6 })).toEqual([]);
  });
});

describe('what is no evidence', () => {
  test('what was heard while an action of ours changed the service', () => {
    expect(say([...times(20, USUAL), ...times(4, WILD)], { acting: true })).toEqual([]);
    expect(say([USUAL, USUAL]), 'nor afterwards').toEqual([]);
  });

  test('what came too late to be news', () => {
    said = [...times(20, USUAL), ...times(5, WILD)];
    const late = watchService(emptyWatch, model, around({ now: BEGIN + 25 * STEP + 1_000 }));
    expect(late.changed).toEqual([]);
  });
});

describe('ends', () => {
  test('a service that falls silent ends its episode', () => {
    say([...times(20, USUAL), ...times(OPENS, WILD)]);
    const soon = watchService(watch, model, around({ now: BEGIN + 23 * STEP + 200 }));
    expect(soon.changed).toEqual([]);
    const later = watchService(watch, model, around({ now: BEGIN + 23 * STEP + 400 }));
    expect(later.changed.map(({ status, resolution }) => [status, resolution])).toEqual([['resolved', 'silent']]);
    expect(watchService(later.watch, model, around({ now: BEGIN + 23 * STEP + 410 })).changed).toEqual([]);
  });

  test('switched off, what is open ends; what is not open stays', () => {
    say([...times(20, USUAL), ...times(OPENS, WILD)]);
    const ended = endWatch(watch, BEGIN + 1_000);
    expect(ended.changed.map(({ status, version }) => [status, version])).toEqual([['resolved', 2]]);
    expect(endWatch(ended.watch, BEGIN + 1_001)).toEqual({ watch: ended.watch, changed: [] });
  });

  test('only episodes and evidence are worth keeping', () => {
    say(times(20, USUAL));
    expect(evidenceOf(watch)).toEqual([]);
    say([WILD]);
    expect(evidenceOf(watch)).toHaveLength(1);
  });
});
