import type * as z from 'zod';

/**
 * An object that is one of several forms, each by the members that it needs. Said in the schema as well (`oneOf`), so that
 * a client's generator knows it: a union of objects would only say that nothing fits.
 */
export function oneForm<Schema extends z.ZodObject>(schema: Schema, forms: readonly (readonly string[])[]): Schema {
  const names = forms.map((form) => form.join(' and ')).join(', or ');
  return schema
    .refine((value) => forms.filter((form) => form.every((name) => value[name] !== undefined)).length === 1, {
      error: `give ${names}`,
    })
    .meta({ oneOf: forms.map((form) => ({ required: [...form] })) });
}
