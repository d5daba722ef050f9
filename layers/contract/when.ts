import * as z from 'zod';

/** A time in a query, in any offset. */
export const When = z.iso.datetime({ offset: true }).meta({ example: '2026-11-24T16:00:00Z' });
