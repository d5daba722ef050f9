import { expect, test } from 'vitest';
import * as z from 'zod';
import { Reason, said } from './said.ts';

test('blanks around it are cut off, and blanks alone say nothing', () => {
  expect(Reason.parse(' a sale\n')).toBe('a sale');
  for (const blank of ['', ' ', '\t\n', undefined])
    expect(Reason.safeParse(blank).error?.issues).toMatchObject([{ message: 'say why: it is kept' }]);
});

test('its length counts as it was sent, as its JSON schema says', () => {
  expect(said(3).safeParse(' ab ').success).toBe(false);
  expect(z.toJSONSchema(said(3), { io: 'input' })).toMatchObject({ maxLength: 3, pattern: '\\S' });
});
