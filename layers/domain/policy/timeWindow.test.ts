import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apart, inWindow, readTimeWindow, type TimeWindow } from './timeWindow.ts';

function read(text: string): TimeWindow {
  const { window, fault } = readTimeWindow(text);
  if (!window) throw new Error(fault);
  return window;
}
const at = (time: string) => Date.parse(time) / 1000;
const holds = (text: string, time: string) => inWindow(read(text), at(time));
const refused = (text: string) => {
  const { fault, offset } = readTimeWindow(text);
  return `${offset} ${fault}`;
};

describe('what lies in a window', () => {
  test('office hours, up to and without their end', () => {
    const office = 'Mon-Fri 09:00-17:00 UTC';
    // 2026-11-25 is a Wednesday
    expect(holds(office, '2026-11-25T08:59:59Z')).toBe(false);
    expect(holds(office, '2026-11-25T09:00:00Z')).toBe(true);
    expect(holds(office, '2026-11-25T16:59:59Z')).toBe(true);
    expect(holds(office, '2026-11-25T17:00:00Z')).toBe(false);
    expect(holds(office, '2026-11-28T12:00:00Z')).toBe(false);
  });

  test('one span over the weekend and over the end of the week', () => {
    const weekend = 'Fri 16:00-Mon 08:00 UTC';
    for (const time of ['2026-11-27T16:00:00Z', '2026-11-28T03:00:00Z', '2026-11-29T23:59:00Z', '2026-11-30T07:59:00Z'])
      expect(holds(weekend, time)).toBe(true);
    for (const time of ['2026-11-27T15:59:00Z', '2026-11-30T08:00:00Z', '2026-12-02T12:00:00Z'])
      expect(holds(weekend, time)).toBe(false);
  });

  test('nights begin on the days that are named and end on the next', () => {
    const nights = 'Sun 22:00-06:00 UTC';
    expect(holds(nights, '2026-11-29T23:00:00Z')).toBe(true);
    expect(holds(nights, '2026-11-30T05:59:00Z')).toBe(true);
    expect(holds(nights, '2026-11-30T22:30:00Z')).toBe(false);
    expect(holds('22:00-06:00 UTC', '2026-11-30T22:30:00Z')).toBe(true);
  });

  test('days alone are whole, lists and full names are read, spaces do not matter', () => {
    expect(holds('Sat,Sun UTC', '2026-11-28T00:00:00Z')).toBe(true);
    expect(holds('sat , sun  utc', '2026-11-30T00:00:00Z')).toBe(false);
    expect(read('Monday - Wednesday,Fri 09:00 - 24:00 UTC').spans).toEqual([
      [540, 1_440],
      [1_980, 2_880],
      [3_420, 4_320],
      [6_300, 7_200],
    ]);
    expect(read('Sat-Mon UTC').spans.map(([from]) => from / 1_440)).toEqual([0, 5, 6]);
  });
});

describe('time zones', () => {
  test('the same clock in summer and in winter is another time', () => {
    const office = 'Mon-Fri 09:00-17:00 Europe/London';
    expect(holds(office, '2026-07-01T08:30:00Z')).toBe(true);
    expect(holds(office, '2026-12-02T08:30:00Z')).toBe(false);
    expect(holds(office, '2026-07-01T16:30:00Z')).toBe(false);
    expect(holds(office, '2026-12-02T16:30:00Z')).toBe(true);
    expect(holds('Thu 09:00-17:00 Pacific/Auckland', '2026-11-25T20:30:00Z')).toBe(true);
  });

  test('an hour that comes twice is in the window twice, one that is left out is not', () => {
    const early = 'Sun 01:00-02:00 Europe/London';
    expect(holds(early, '2026-10-25T00:30:00Z')).toBe(true);
    expect(holds(early, '2026-10-25T01:30:00Z')).toBe(true);
    const spring = at('2026-03-29T00:00:00Z');
    const during = Array.from({ length: 180 }, (_, minute) => inWindow(read(early), spring + minute * 60));
    expect(during).not.toContain(true);
  });

  test('a weekend is an hour shorter where clocks go forward, and longer where they go back', () => {
    const minutes = (from: string) =>
      Array.from({ length: 4 * 1_440 }, (_, minute) =>
        inWindow(read('Fri 16:00-Mon 08:00 Europe/London'), at(from) + minute * 60),
      ).filter(Boolean).length;
    expect(minutes('2026-11-27T00:00:00Z')).toBe(64 * 60);
    expect(minutes('2026-03-27T00:00:00Z')).toBe(63 * 60);
    expect(minutes('2026-10-23T00:00:00Z')).toBe(65 * 60);
  });

  test('without a zone it is UTC, and that is said', () => {
    expect(read('Mon-Fri 09:00-17:00').zone).toBe('UTC');
    expect(readTimeWindow('Mon-Fri 09:00-17:00').warning).toContain('names no time zone');
    expect(readTimeWindow('Mon-Fri 09:00-17:00 UTC').warning).toBeUndefined();
  });
});

test.each([
  ['', '0 no time is named'],
  ['Frii 09:00-17:00 UTC', '0 "Frii" is no day and no time of day'],
  ['Mon-Fri 09:00-25:00 UTC', '8 "09:00-25:00" is no time of day'],
  ['Mon-Fri 09:00-09:00 UTC', '8 "09:00-09:00" begins when it ends'],
  ['Mon-Fri 09:00-17:00 Europe/Londn', '20 "Europe/Londn" is no time zone: did you mean Europe/London?'],
  ['Mon-Fri 09:00-17:00 Europe/London now', '34 "now" cannot stand here'],
])('%j is refused', (text, reason) => {
  expect(refused(text)).toContain(reason);
});

test('windows that share a minute are not apart, those that share none are', () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 10_079 }), fc.integer({ min: 1, max: 4_000 }));
  const windows = fc
    .array(span, { minLength: 1, maxLength: 3 })
    .map((spans): TimeWindow => ({ zone: 'UTC', spans: spans.map(([from, length]) => [from, from + length]) }));
  const monday = at('2026-11-23T00:00:00Z');
  fc.assert(
    fc.property(windows, windows, fc.nat(10_079), (one, other, minute) => {
      const time = monday + minute * 60;
      if (apart(one, other)) expect(inWindow(one, time) && inWindow(other, time)).toBe(false);
      for (const [from] of one.spans) if (inWindow(other, monday + from * 60)) expect(apart(one, other)).toBe(false);
    }),
  );
});

test('no text crashes it', () => {
  const parts = fc.constantFrom(
    'Mon',
    'Fri',
    '-',
    ',',
    ' ',
    '09:00',
    '24:30',
    'UTC',
    'Europe/London',
    ':',
    '99:99',
    'é',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((all) => all.join('')),
      ),
      (text) => {
        const { window, fault } = readTimeWindow(text);
        expect(window === undefined).toBe(fault !== undefined);
      },
    ),
  );
});
