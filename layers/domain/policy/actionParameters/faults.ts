import type * as z from 'zod';

export interface ParameterFault {
  /** RFC 6901, below the action's parameters */
  pointer: string;
  message: string;
}

/** The faults of an action's parameters, each saying what would be right. */
export const faultsOf =
  (schema: z.ZodType) =>
  (parameters: Record<string, unknown>): ParameterFault[] => {
    const read = schema.safeParse(parameters);
    return read.success
      ? []
      : read.error.issues.map(({ path, message }) => ({
          pointer: path.map((key) => `/${String(key)}`).join(''),
          message,
        }));
  };
