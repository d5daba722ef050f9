import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { CLIENT_TYPES, clientTypes } from './generated.ts';

test('the client is that of the contract as it is: npm run schemas writes it', async () => {
  expect(await readFile(CLIENT_TYPES, 'utf8')).toBe(await clientTypes());
});
