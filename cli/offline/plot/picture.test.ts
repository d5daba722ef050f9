import { expect, test } from 'vitest';
import { expectWellFormed } from '../../testing/svg.ts';
import { COLOURS } from './look.ts';
import { draw, type Picture } from './picture.ts';

const picture = (over: Partial<Picture> = {}): Picture => ({
  title: 'cpu.csv',
  subtitle: 'a week',
  points: Array.from({ length: 50 }, (_, i) => ({ at: i * 60, value: i % 7, expected: 3, lower: 0, upper: 6 })),
  hole: 180,
  level: 'page',
  alerts: [],
  ...over,
});
const shapes = (svg: string, colour: string) => svg.split(`fill="${colour}"`).length - 1;

test.each([
  ['a usual one', {}],
  ['of no point', { points: [] }],
  ['of one point', { points: [{ at: 5, value: 1, expected: 1, lower: 1, upper: 1 }] }],
  ['of a constant zero', { points: [0, 1, 2].map((at) => ({ at, value: 0, expected: 0, lower: 0, upper: 0 })) }],
  [
    'of what is not known, and of extremes',
    {
      points: [
        { at: 0, value: Number.NaN, expected: Number.NaN, lower: Number.NaN, upper: Number.NaN },
        { at: 1, value: 1e300, expected: 0, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY },
        { at: 2, value: -1e300, expected: 0, lower: -1, upper: 1 },
      ],
    },
  ],
  ['of a name that is markup', { title: `<b>"a" & 'b'</b>.csv` }],
])('a picture %s is sound', (_, over) => {
  expectWellFormed(draw(picture(over)));
});

test('says what it shows, in time and unit, also to those who cannot see it', () => {
  const svg = draw(picture());
  for (const text of ['<title>cpu.csv: 1970-01-01 00:00:00 to 1970-01-01 00:49:00 UTC; a week</title>', 'role="img"'])
    expect(svg).toContain(text);
  for (const text of [
    'time (UTC)',
    'value (unit as in the file)',
    'usual (lower to upper)',
    'expected',
    'alert (page)',
  ])
    expect(svg).toContain(`>${text}<`);
  expect(svg).not.toContain('forecast');
});

test('marks each alert', () => {
  const none = shapes(draw(picture()), COLOURS.alert);
  const alerts = [3, 5, 40].map((i) => ({ at: i * 60, value: i % 7 }));
  expect(shapes(draw(picture({ alerts })), COLOURS.alert) - none).toBe(3);
});

test('the band breaks where nothing was measured', () => {
  const whole = picture();
  const holed = picture({ points: whole.points.filter((_, i) => i < 20 || i > 30) });
  expect(shapes(draw(holed), COLOURS.band)).toBe(shapes(draw(whole), COLOURS.band) + 1);
});

test('a wide band does not flatten the series', () => {
  const wide = draw(picture({ points: picture().points.map((point) => ({ ...point, lower: -1e6, upper: 1e6 })) }));
  expect(wide).toContain('>6<');
});
