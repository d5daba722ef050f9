import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COLOURS } from '../offline/plot/look.ts';
import { expectWellFormed } from '../testing/svg.ts';
import { csvText, timeOf, usual, type Workplace, workplace } from '../testing/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(() => place.remove());

const HEADER = 'timestamp,value,expected,lower,upper,anomaly_score,alert';
const FAULT_AT = 700;
/** A week of what is usual, with an hour that nobody could miss. */
const faulty = usual(2_016).map((value, index) => (index >= FAULT_AT && index < FAULT_AT + 12 ? 5_000 : value));
const cellsOf = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const alertsOf = (csv: string) => cellsOf(csv).filter((cells) => cells[6] === '1');

function expectJudged(cells: readonly string[]): void {
  expect(cells).toHaveLength(7);
  const [, , ...judged] = cells;
  for (const cell of judged) expect(cell).toMatch(/^(-?[\d.]+(e[-+]?\d+)?)?$/); // numbers, or nothing while nothing is known
  expect(judged[3]).not.toBe('');
  expect(Number(judged[3])).toBeGreaterThanOrEqual(0);
  expect(Number(judged[3])).toBeLessThanOrEqual(1);
  expect(judged[4]).toMatch(/^[01]$/);
}

describe('a file', () => {
  test('is judged row by row to standard output', async () => {
    await place.put('cpu.csv', csvText(faulty));
    const { code, out, aside } = await place.forestall('detect', 'cpu.csv');
    expect(code).toBe(0);
    expect(aside).toBe('');
    expect(out.split('\n')[0]).toBe(HEADER);
    const cells = cellsOf(out);
    expect(cells.map(([timestamp, value]) => [timestamp, value])).toEqual(
      faulty.map((value, index) => [timeOf(index), String(value)]),
    );
    for (const row of cells) expectJudged(row);
    const alerts = alertsOf(out).map(([timestamp]) => timestamp);
    expect(alerts.some((at) => at !== undefined && at >= timeOf(FAULT_AT) && at < timeOf(FAULT_AT + 12))).toBe(true);
  });

  test('what is known is a band around what is expected', async () => {
    await place.put('cpu.csv', csvText(usual(600)));
    const cells = cellsOf((await place.forestall('detect', 'cpu.csv')).out);
    for (const [, , expected, lower, upper] of cells.slice(300)) {
      expect(Number(lower)).toBeLessThanOrEqual(Number(expected));
      expect(Number(expected)).toBeLessThanOrEqual(Number(upper));
    }
  });

  test('is written where it is said, and its episodes are told', async () => {
    await place.put('cpu.csv', csvText(faulty));
    const { code, out } = await place.forestall('detect', 'cpu.csv', '-o', 'new/judged.csv');
    expect(code).toBe(0);
    expect(out).toMatch(/^cpu\.csv: 2,016 points, 5 min apart; \d+ alerts? at level warn\.\n/);
    expect(out).toContain('5000');
    const printed = await place.forestall('detect', 'cpu.csv');
    expect(await place.read('new/judged.csv')).toBe(`${printed.out}\n`);
  });

  test('levels are thresholds of one ordering', async () => {
    await place.put('cpu.csv', csvText(faulty));
    const counts = [];
    for (const level of ['sensitive', 'warn', 'page'])
      counts.push(alertsOf((await place.forestall('detect', 'cpu.csv', '--level', level)).out).length);
    expect(counts[0]).toBeGreaterThanOrEqual(counts[1] ?? 0);
    expect(counts[1]).toBeGreaterThanOrEqual(counts[2] ?? 0);
    expect(counts[0]).toBeGreaterThan(0);
  });

  test.each([1, 200, FAULT_AT + 1, 1_500])('cut after %d rows gives the same rows', async (count) => {
    await place.put('whole.csv', csvText(faulty));
    await place.put('cut.csv', csvText(faulty.slice(0, count)));
    const whole = (await place.forestall('detect', 'whole.csv')).out.split('\n');
    const cut = (await place.forestall('detect', 'cut.csv')).out.split('\n');
    expect(cut).toEqual(whole.slice(0, count + 1));
  });

  test('its name and its folder change nothing', async () => {
    await place.put('cpu_usage.csv', csvText(faulty));
    await place.put('realAWSCloudwatch/latency_p99.csv', csvText(faulty));
    const one = await place.forestall('detect', 'cpu_usage.csv');
    expect((await place.forestall('detect', 'realAWSCloudwatch/latency_p99.csv')).out).toBe(one.out);
  });

  test('the same moments in another spelling are judged the same', async () => {
    await place.put('plain.csv', csvText(faulty));
    const at = (index: number) => Date.parse(`${timeOf(index)}Z`);
    const lines = faulty.map((value, index) => `${value},${index % 2 === 0 ? at(index) : at(index) / 1000}`);
    await place.put('epoch.csv', `Value,Timestamp\r\n${lines.join('\r\n')}`);
    const judged = (csv: string) => cellsOf(csv).map(([, ...rest]) => rest);
    const plain = await place.forestall('detect', 'plain.csv');
    expect(judged((await place.forestall('detect', 'epoch.csv')).out)).toEqual(judged(plain.out));
  });
});

describe('what a feed does', () => {
  test('a row out of order, repeated or without a value is a row of the output', async () => {
    const lines = csvText(usual(400)).trimEnd().split('\n');
    lines.splice(200, 0, lines[150] ?? '', lines[199] ?? '', `${timeOf(198)},`, `${timeOf(199)},NaN`);
    await place.put('odd.csv', `${lines.join('\n')}\n`);
    const { code, out } = await place.forestall('detect', 'odd.csv');
    expect(code).toBe(0);
    const written = out.split('\n');
    expect(written.map((line) => line.split(',').slice(0, 2).join(','))).toEqual(lines);
    expect(written[203]).toMatch(/,[01]$/);
  });

  test('any numbers at any times give as many rows as they are', async () => {
    const cell = fc.oneof(fc.double().map(String), fc.integer().map(String), fc.constantFrom('', 'NaN', '1e308', '-0'));
    const row = fc.tuple(fc.integer({ min: -1e9, max: 4e9 }), cell);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 80 }), fc.boolean(), async (rows, headed) => {
        const lines = rows.map((cells) => cells.join(','));
        await place.put('any.csv', [...(headed || rows.length === 0 ? ['timestamp,value'] : []), ...lines].join('\n'));
        const { code, out } = await place.forestall('detect', 'any.csv', '--level', 'sensitive');
        expect(code).toBe(0);
        const written = cellsOf(out);
        expect(written.map((cells) => cells.slice(0, 2).join(','))).toEqual(lines);
        for (const cells of written) expectJudged(cells);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a folder', () => {
  test('is mirrored, and what was found in each is told', async () => {
    await place.put('in/a.csv', csvText(faulty));
    await place.put('in/deep/b.csv', csvText(usual(50)));
    await place.put('in/readme.txt', 'not read');
    const { code, out } = await place.forestall('detect', 'in', '-o', 'out');
    expect(code).toBe(0);
    expect((await place.names()).filter((name) => name.startsWith('out'))).toEqual(['out/a.csv', 'out/deep/b.csv']);
    expect(out).toMatch(/in\/a\.csv +2,016 +5 min +\d/);
    expect(out).toMatch(/2 files, 2,066 points; /);
    const alone = await place.forestall('detect', 'in/deep/b.csv');
    expect(await place.read('out/deep/b.csv')).toBe(`${alone.out}\n`);
  });

  test('a bad file is named, the others are done, and the exit code is 1', async () => {
    await place.put('in/a.csv', csvText(usual(50)));
    await place.put('in/b.csv', `${csvText(usual(50))}soon,1\n`);
    await place.put('in/c.csv', csvText(usual(50)));
    const { code, aside } = await place.forestall('detect', 'in', '-o', 'out');
    expect(code).toBe(1);
    expect(aside).toContain('in/b.csv:52: timestamp "soon" is no time.');
    expect(aside).toContain('1 of 3 files could not be read; the others are done.');
    expect((await place.names()).filter((name) => name.startsWith('out'))).toEqual(['out/a.csv', 'out/c.csv']);
    const json = await place.forestall('detect', 'in', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      files: [{ file: 'in/a.csv' }, { file: 'in/c.csv' }],
      faults: [{ file: 'in/b.csv', fault: 'in/b.csv:52: timestamp "soon" is no time.' }],
    });
  });

  test('needs a place to write into', async () => {
    await place.put('in/a.csv', csvText(usual(5)));
    const { code, aside } = await place.forestall('detect', 'in');
    expect(code).toBe(2);
    expect(aside).toContain('-o');
  });
});

describe('--json', () => {
  test('gives the episodes and nothing else', async () => {
    await place.put('cpu.csv', csvText(faulty));
    const { code, out } = await place.forestall('detect', 'cpu.csv', '--json', '-o', 'o.csv');
    expect(code).toBe(0);
    const { files, faults } = JSON.parse(out);
    expect(faults).toEqual([]);
    expect(files).toHaveLength(1);
    const [{ episodes, ...one }] = files;
    const alerts = alertsOf(await place.read('o.csv'));
    expect(one).toEqual({ file: 'cpu.csv', points: 2_016, step: 300, level: 'warn', alerts: alerts.length });
    expect(episodes.length).toBeGreaterThan(0);
    for (const episode of episodes) {
      expect(alerts.map(([at]) => `${at?.replace(' ', 'T')}Z`)).toContain(episode.detected_at);
      expect(episode.started_at <= episode.detected_at).toBe(true);
      expect(episode).toMatchObject({
        direction: expect.stringMatching(/up|down/),
        level: expect.stringMatching(/warn|page/),
        value: expect.any(Number),
        score: expect.any(Number),
        detectors: expect.any(Array),
      });
    }
  });

  test('of a file without a point it is sound too', async () => {
    await place.put('none.csv', 'timestamp,value\n');
    const { out } = await place.forestall('detect', 'none.csv', '--json');
    expect(JSON.parse(out).files).toEqual([
      { file: 'none.csv', points: 0, step: null, level: 'warn', alerts: 0, episodes: [] },
    ]);
  });
});

describe('bad input', () => {
  test.each([
    ['empty', '', 'bad.csv is empty.'],
    ['no such column', 'time,value\n1,2\n', 'bad.csv:1: there is no column timestamp'],
    ['a bad time late in the file', `${csvText(usual(3_000))}soon,1\n`, 'bad.csv:3002: timestamp "soon" is no time.'],
    ['a bad value late in the file', `${csvText(usual(3_000))}${timeOf(0)},x\n`, 'bad.csv:3002: value "x"'],
  ])('%s: a sentence, exit code 1, and nothing is written', async (_, text, sentence) => {
    await place.put('bad.csv', text);
    const { code, out, aside } = await place.forestall('detect', 'bad.csv', '-o', 'out.csv', '--plot', 'out.svg');
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(aside).toContain(sentence);
    expect(aside).not.toContain('    at ');
    expect(await place.names()).toEqual(['bad.csv']);
  });

  test('what is not there is said', async () => {
    expect(await place.forestall('detect', 'none.csv')).toMatchObject({
      code: 1,
      aside: expect.stringContaining('none.csv cannot be read: '),
    });
  });

  test.each([
    [['detect'], "missing required argument 'path'"],
    [['detect', 'a.csv', '--level', 'high'], 'sensitive, warn, page'],
    [['detect', 'a.csv', '-o', 'a.csv'], 'would write over a.csv'],
  ])('%o is a usage error', async (args, sentence) => {
    await place.put('a.csv', csvText(usual(5)));
    const { code, aside } = await place.forestall(...args);
    expect(code).toBe(2);
    expect(aside).toContain(sentence);
    expect(await place.read('a.csv')).toBe(csvText(usual(5)));
  });
});

describe('--plot', () => {
  test('draws the series with its band and one mark an alert', async () => {
    await place.put('cpu.csv', csvText(faulty));
    await place.forestall('detect', 'cpu.csv', '-o', 'o.csv', '--plot', 'o.svg');
    const svg = await place.read('o.svg');
    expectWellFormed(svg);
    for (const text of ['cpu.csv', 'usual (lower to upper)', 'expected', 'alert (warn)', 'time (UTC)', '5 min apart'])
      expect(svg).toContain(text);
    const marks = svg.split(`fill="${COLOURS.alert}"`).length - 1;
    expect(marks).toBe(alertsOf(await place.read('o.csv')).length + 1); // and one in the legend
  });

  test('of a folder each file has one, and no CSV is needed', async () => {
    await place.put('in/a.csv', csvText(faulty));
    await place.put('in/b.csv', 'timestamp,value\n');
    const { code } = await place.forestall('detect', 'in', '--plot', 'plots');
    expect(code).toBe(0);
    for (const name of ['plots/a.svg', 'plots/b.svg']) expectWellFormed(await place.read(name));
    expect(await place.names()).toEqual(['in/a.csv', 'in/b.csv', 'plots/a.svg', 'plots/b.svg']);
  });
});
