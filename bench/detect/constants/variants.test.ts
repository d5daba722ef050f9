import { expect, test } from 'vitest';
import { RARITY } from '#domain/detection/rarity/setting.ts';
import { variants } from './variants.ts';

test('each constant is there at half and at double, and alone', () => {
  const all = variants();
  expect(all).toHaveLength(2 * Object.keys(RARITY).length);
  for (const { constant, setting } of all) {
    const others = (of: typeof RARITY) => ({ ...of, [constant]: 0 });
    expect(others(setting)).toEqual(others(RARITY));
    expect(setting[constant], constant).not.toBe(RARITY[constant]);
  }
});

test('a share stays a share, a count whole', () => {
  for (const { constant, setting } of variants()) {
    if (constant === 'gain') expect(setting.gain).toBeLessThanOrEqual(1);
    if (constant === 'past') expect(setting.past % 1).toBe(0);
  }
});
