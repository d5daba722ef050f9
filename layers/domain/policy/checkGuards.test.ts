import { expect, test } from 'vitest';
import { checkGuards } from './checkGuards.ts';
import type { PolicyDocument } from './document.ts';

const places = (document: PolicyDocument) => {
  const { faults, warnings } = checkGuards(document);
  return { faults: faults.map(({ pointer }) => pointer), warnings: warnings.map(({ pointer }) => pointer) };
};

test('a cooldown said twice is a fault, unless both say the same', () => {
  expect(places({ cooldown: 300, guards: { cooldown: '5m' } }).faults).toEqual([]);
  expect(places({ cooldown: 300, guards: { cooldown: '6m' } }).faults).toEqual(['/cooldown']);
});

test('windows that can be read and leave time are fine', () => {
  const windows = { deny: ['Fri 16:00-Mon 08:00 Europe/London'], allow: ['Mon-Fri 09:00-17:00 Europe/London'] };
  expect(places({ guards: { windows } })).toEqual({ faults: [], warnings: [] });
});

test('each window that cannot be read is told at its place; one without a zone is a warning', () => {
  const windows = { deny: ['Mon-Fri 09:00-17:00', 'sometimes'], allow: ['Sat Europe/Londn'] };
  expect(places({ guards: { windows } })).toEqual({
    faults: ['/guards/windows/deny/1', '/guards/windows/allow/0'],
    warnings: ['/guards/windows/deny/0'],
  });
});

test('windows that leave no minute are a fault; of two zones it is not told', () => {
  expect(places({ guards: { windows: { deny: ['Mon-Sun UTC'] } } }).faults).toEqual(['/guards/windows']);
  expect(places({ guards: { windows: { allow: [] } } }).faults).toEqual(['/guards/windows/allow']);
  const zones = { deny: ['Mon-Sun Europe/London'], allow: ['Mon-Fri 09:00-17:00 UTC'] };
  expect(places({ guards: { windows: zones } }).faults).toEqual([]);
});

test('an approval names a severity and a time that people may be given', () => {
  expect(places({ guards: { approval: { above: 'warning', timeout: '10m' } } }).faults).toEqual([]);
  expect(places({ guards: { approval: { above: 'loud', timeout: '2d' } } }).faults).toEqual([
    '/guards/approval/above',
    '/guards/approval/timeout',
  ]);
});

test('what is earned is earned under autonomy: earn', () => {
  expect(places({ autonomy: 'earn', earn: { bar: '90%' } }).warnings).toEqual([]);
  expect(places({ autonomy: 'auto', earn: { bar: '90%' } }).warnings).toEqual(['/earn']);
});
