import { describe, expect, test } from 'vitest';
import { formerVersion, type Release } from './formerVersion.ts';

const NOW = 1_800_000_000;
const minutesAgo = (minutes: number, taskDefinition: string, successful = true): Release => ({
  taskDefinition,
  successful,
  createdAt: NOW - minutes * 60,
});
const found = (present: string, ...releases: Release[]) =>
  formerVersion(present, releases, { now: NOW, within: 3_600 });

test('the version that was there before the last deployment', () => {
  expect(
    found('orders:8', minutesAgo(3, 'orders:8'), minutesAgo(2_000, 'orders:7'), minutesAgo(9_000, 'orders:6')),
  ).toEqual({ former: 'orders:7', deployedAt: NOW - 180 });
});

test('it needs not have been deployed with success itself, but what it goes back to does', () => {
  const releases = [minutesAgo(1, 'orders:8', false), minutesAgo(30, 'orders:7', false), minutesAgo(90, 'orders:6')];
  expect(found('orders:8', ...releases)).toMatchObject({ former: 'orders:6' });
});

test('a restart is no new version: its age is that of its first deployment', () => {
  expect(found('orders:8', minutesAgo(1, 'orders:8'), minutesAgo(20, 'orders:8'), minutesAgo(300, 'orders:7'))).toEqual(
    {
      former: 'orders:7',
      deployedAt: NOW - 1_200,
    },
  );
  expect(found('orders:8', minutesAgo(1, 'orders:8'), minutesAgo(61, 'orders:8'), minutesAgo(90, 'orders:7'))).toEqual({
    nothing: 'orders:8 was deployed 61 min ago: it is not the cause',
  });
});

describe('nothing', () => {
  test.each([
    ['no history', []],
    ['only what runs', [minutesAgo(2, 'orders:8')]],
    ['only failures before', [minutesAgo(2, 'orders:8'), minutesAgo(5, 'orders:7', false)]],
    ['history that does not know what runs', [minutesAgo(2, 'orders:7')]],
    ['a step back', [minutesAgo(2, 'orders:8'), minutesAgo(9, 'orders:9'), minutesAgo(500, 'orders:8')]],
  ])('%s', (_name, releases) => {
    expect(found('orders:8', ...releases).nothing).toContain('orders:8');
  });
});
