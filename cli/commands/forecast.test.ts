import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COLOURS } from '../offline/plot/look.ts';
import { expectWellFormed } from '../testing/svg.ts';
import { csvText, timeOf, usual, type Workplace, workplace } from '../testing/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(() => place.remove());

const DAY = 288;
const week = csvText(usual(7 * DAY));
/** A disk that fills, a little unevenly, and meets 90 in the middle of the following day. */
const disk = csvText(Array.from({ length: 7 * DAY }, (_, i) => 40 + i * (50 / (7.5 * DAY)) + ((i * 7919) % 13) / 100));
const rowsOf = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('a file', () => {
  test('is forecast step by step from its last point on, in quantiles that never cross', async () => {
    await place.put('cpu.csv', week);
    const { code, out, aside } = await place.forestall('forecast', 'cpu.csv', '--periods', '24h');
    expect(code).toBe(0);
    expect(aside).toBe('');
    expect(out.split('\n')[0]).toBe('timestamp,p10,p50,p90');
    const rows = rowsOf(out);
    expect(rows.map(([at]) => at)).toEqual(Array.from({ length: DAY }, (_, i) => timeOf(7 * DAY + i)));
    for (const [, p10, p50, p90] of rows) {
      expect(Number(p10)).toBeLessThanOrEqual(Number(p50));
      expect(Number(p50)).toBeLessThanOrEqual(Number(p90));
    }
    const [p50 = 0] = rows.map((cells) => Number(cells[2]));
    expect(Math.abs(p50 - 51)).toBeLessThan(5);
  });

  test('a number of steps is as long, and the same again gives the same', async () => {
    await place.put('cpu.csv', week);
    const one = await place.forestall('forecast', 'cpu.csv', '--periods', '1h');
    const other = await place.forestall('forecast', 'cpu.csv', '--periods', '12', '-o', 'o.csv');
    expect(await place.read('o.csv')).toBe(`${one.out}\n`);
    expect(other.out).toMatch(/^cpu\.csv: 1 h ahead by \w+ from 2,016 points; p5 to p95 held \d/);
  });

  test('times are written as the file has them, and its name changes nothing', async () => {
    const at = (index: number) => Date.parse(`${timeOf(index)}Z`);
    const values = usual(7 * DAY);
    await place.put('x/cpu_usage.csv', `timestamp,value\n${values.map((v, i) => `${at(i)},${v}`).join('\n')}`);
    await place.put('cpu.csv', week);
    const plain = rowsOf((await place.forestall('forecast', 'cpu.csv', '--periods', '3')).out);
    const epoch = rowsOf((await place.forestall('forecast', 'x/cpu_usage.csv', '--periods', '3')).out);
    expect(epoch.map(([time]) => time)).toEqual([0, 1, 2].map((i) => String(at(7 * DAY + i))));
    expect(epoch.map((cells) => cells.slice(1))).toEqual(plain.map((cells) => cells.slice(1)));
  });

  test('holes, repeated rows and missing values are survived', async () => {
    const lines = week.trimEnd().split('\n');
    lines.splice(500, 40, `${timeOf(510)},NaN`, `${timeOf(511)},`, lines[400] ?? '', lines[400] ?? '');
    await place.put('odd.csv', lines.join('\n'));
    const { code, out } = await place.forestall('forecast', 'odd.csv', '--periods', '5');
    expect(code).toBe(0);
    expect(rowsOf(out)).toHaveLength(5);
  });
});

describe('a threshold', () => {
  test('that a trend meets is told with its time', async () => {
    await place.put('disk.csv', disk);
    const { out } = await place.forestall('forecast', 'disk.csv', '--threshold', '90', '--json');
    const [{ breach }] = JSON.parse(out).files;
    expect(breach).toMatchObject({ threshold: 90, direction: 'up' });
    expect(breach.probability).toBeGreaterThan(0.5);
    const crossed = Date.parse(`${timeOf(7.5 * DAY)}Z`);
    expect(Math.abs(Date.parse(breach.at) - crossed)).toBeLessThan(2 * 3_600_000);
  });

  test('below the last value is one to fall to', async () => {
    await place.put('cpu.csv', week);
    const { out, aside } = await place.forestall('forecast', 'cpu.csv', '--threshold', '10');
    expect(out.startsWith('timestamp,p10,p50,p90\n')).toBe(true);
    expect(aside).toMatch(/^Probability that it falls to 10: 0%\.$/);
  });
});

describe('a series without a forecast', () => {
  test('gets a header, a sentence, and exit code 1', async () => {
    await place.put('short.csv', csvText([1, 2, 3]));
    const { code, out, aside } = await place.forestall('forecast', 'short.csv');
    expect(code).toBe(1);
    expect(out).toBe('timestamp,p10,p50,p90');
    expect(aside).toMatch(/^short\.csv: no forecast\. [A-Z].*\.\n/);
  });

  test('is JSON with its reason', async () => {
    await place.put('one.csv', csvText([1]));
    const { code, out } = await place.forestall('forecast', 'one.csv', '--json', '--threshold', '5');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      files: [
        {
          file: 'one.csv',
          points: 1,
          step: null,
          outcome: 'abstained',
          reason: expect.stringMatching(/^[A-Z].*\.$/),
          method: null,
          made_from: null,
          coverage: null,
          error: null,
          tried: [],
          breach: null,
          forecast: [],
        },
      ],
      faults: [],
    });
  });

  test('in a folder is no failure', async () => {
    await place.put('in/a.csv', week);
    await place.put('in/deep/b.csv', csvText([1, 2]));
    const { code, out, aside } = await place.forestall('forecast', 'in', '-o', 'out', '--periods', '2');
    expect(code).toBe(0);
    expect(rowsOf(await place.read('out/a.csv'))).toHaveLength(2);
    expect(await place.read('out/deep/b.csv')).toBe('timestamp,p10,p50,p90\n');
    expect(out).toMatch(/in\/a\.csv +\w+ +2,016 +10 min +\d+(\.\d+)?% +\d/);
    expect(out).toMatch(/in\/deep\/b\.csv +none +0/);
    expect(aside).toContain('in/deep/b.csv: no forecast.');
  });
});

test('--json gives method, quality, contest and the forecast, and nothing else', async () => {
  await place.put('cpu.csv', week);
  const { out } = await place.forestall('forecast', 'cpu.csv', '--json', '--periods', '3');
  const [file] = JSON.parse(out).files;
  expect(file).toMatchObject({ file: 'cpu.csv', points: 7 * DAY, step: 300, outcome: 'forecast', reason: null });
  expect(file.coverage).toBeGreaterThan(0);
  expect(file.coverage).toBeLessThanOrEqual(1);
  expect(file.error).toBeGreaterThanOrEqual(0);
  expect(file.tried.map(({ method }: { method: string }) => method)).toContain(file.method);
  expect(file.forecast).toHaveLength(3);
  expect(file.forecast[0]).toEqual({
    timestamp: `${timeOf(7 * DAY).replace(' ', 'T')}Z`,
    p10: expect.any(Number),
    p50: expect.any(Number),
    p90: expect.any(Number),
  });
  expect(file).not.toHaveProperty('breach');
});

test('a method is taken by its name', async () => {
  await place.put('cpu.csv', week);
  const { out } = await place.forestall(
    'forecast',
    'cpu.csv',
    '--json',
    '--periods',
    '3',
    '--method',
    'seasonal_naive',
  );
  expect(JSON.parse(out).files[0].method).toBe('seasonal_naive');
});

describe('what is wrong is said', () => {
  test.each([
    [['--periods', 'soon'], 2, '90m, 24h or 7d'],
    [['--periods', '0'], 2, '90m, 24h or 7d'],
    [['--method', 'magic'], 2, 'seasonal_naive'],
    [['--threshold', 'high'], 2, 'Give a number'],
    [['--periods', '365d'], 1, 'cpu.csv: that is 105,120 steps of 300 s ahead.'],
  ])('%o', async (options, expected, sentence) => {
    await place.put('cpu.csv', csvText(usual(300)));
    const { code, out, aside } = await place.forestall('forecast', 'cpu.csv', ...options);
    expect(code).toBe(expected);
    expect(out).toBe('');
    expect(aside).toContain(sentence);
  });

  test('a bad file leaves nothing behind', async () => {
    await place.put('bad.csv', `${week}soon,1\n`);
    const { code, aside } = await place.forestall('forecast', 'bad.csv', '-o', 'o.csv', '--plot', 'o.svg');
    expect(code).toBe(1);
    expect(aside).toContain('bad.csv:2018: timestamp "soon" is no time.');
    expect(await place.names()).toEqual(['bad.csv']);
  });
});

test('--plot draws past, forecast and threshold; a series without a forecast too', async () => {
  await place.put('disk.csv', disk);
  await place.put('short.csv', csvText([1, 2, 3]));
  await place.forestall('forecast', 'disk.csv', '-o', 'o.csv', '--plot', 'o.svg', '--threshold', '90');
  await place.forestall('forecast', 'short.csv', '--plot', 'short.svg');
  const svg = await place.read('o.svg');
  expectWellFormed(svg);
  for (const text of ['disk.csv', 'forecast (p10 to p90)', 'forecast (p50)', 'threshold 90', 'last value read', 'warn'])
    expect(svg).toContain(text);
  expect(svg).toContain(`stroke="${COLOURS.threshold}"`);
  const short = await place.read('short.svg');
  expectWellFormed(short);
  expect(short).toContain('no forecast: ');
});
