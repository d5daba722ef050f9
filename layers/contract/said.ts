import * as z from 'zod';

/**
 * What a person says in words: something must be left when what is around it is cut off.
 * @param most characters, as they were sent
 * @param otherwise what is answered where nothing is said
 */
export const said = (most: number, otherwise = 'say something') =>
  z.string(otherwise).max(most).regex(/\S/, otherwise).trim();

/** Why something is done: kept with it, for whoever asks later. */
export const Reason = said(1_000, 'say why: it is kept');
