import type * as z from 'zod';

/** The faults of an action's parameters, by pointer (RFC 6901). */
export const faultsOf =
  (schema: z.ZodType) =>
  (parameters: Record<string, unknown>): { pointer: string; message: string }[] => {
    const read = schema.safeParse(parameters);
    return read.success
      ? []
      : read.error.issues.map(({ path, message }) => ({
          pointer: path.map((key) => `/${String(key)}`).join(''),
          message,
        }));
  };
