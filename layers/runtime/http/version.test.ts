import { expect, test } from 'vitest';
import { PreconditionFailed } from './problems.ts';
import { requireVersion } from './version.ts';

test.each([undefined, '"3"', '*', '"2", "3"', ' "3" '])('%s lets version 3 be changed', (ifMatch) => {
  expect(() => requireVersion(ifMatch, 3)).not.toThrow();
});

test.each(['"2"', '3', 'W/"3"', '"33"', ''])('%s does not', (ifMatch) => {
  expect(() => requireVersion(ifMatch, 3)).toThrow(PreconditionFailed);
});
