import * as z from 'zod';
import type { RouteContract } from './route.ts';

/** A link of OpenAPI: where the answer's own words lead next. */
export interface Link {
  operationId: string;
  parameters: Record<string, string>;
  description: string;
}

/** An answer that is one of these leads to the routes under that path, wherever it is given. */
const HOMES: Readonly<Record<string, string>> = { Action: '/actions', Job: '/jobs' };

/** Older spellings, whose things live elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '/api/webhooks/slack': '/integrations',
  '/api/integrations/pagerduty': '/integrations',
};

/**
 * The links of one answer: from what was made to what can be done with it, from a list to its first item and to its next page.
 * @param routes every route of the API: the links lead to these
 * @returns links by the operation that they lead to; empty where the answer names nothing that has a route
 */
export function linksOf(
  contract: RouteContract,
  schema: z.ZodType | undefined,
  routes: readonly RouteContract[],
): Record<string, Link> {
  const answered = objectOf(schema);
  if (answered === undefined) return {};
  const found = [...nextPage(contract, answered), ...namedIn(contract, answered, routes)];
  return Object.fromEntries(found.map((link) => [link.operationId, link]));
}

function nextPage({ id }: RouteContract, { shape }: z.ZodObject): Link[] {
  if (!('next_cursor' in shape)) return [];
  return [{ operationId: id, parameters: { cursor: '$response.body#/next_cursor' }, description: 'the next page' }];
}

/** What the answer names: the first item of a list, or the one thing that it is. */
function namedIn(contract: RouteContract, schema: z.ZodObject, routes: readonly RouteContract[]): Link[] {
  if ('next_cursor' in schema.shape) {
    for (const [noun, value] of Object.entries(schema.shape)) {
      const item = value instanceof z.ZodArray ? objectOf(value.element) : undefined;
      if (item !== undefined) return leading(`/${noun}`, item, `/${noun}/0`, routes);
    }
    return [];
  }
  const made = contract.method === 'POST' ? (ELSEWHERE[contract.path] ?? contract.path) : undefined;
  const home = HOMES[schema.meta()?.id ?? ''] ?? made;
  return home === undefined ? [] : leading(home, schema, '', routes);
}

/** An object, or the first of several kinds of it: what they share is what links read. */
function objectOf(schema: z.core.$ZodType | undefined): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  return schema instanceof z.ZodUnion ? objectOf(schema.options[0]) : undefined;
}

/** The routes below a path whose parameter the thing says; a key's rate is found by its hash. */
function leading(home: string, { shape }: z.ZodObject, at: string, routes: readonly RouteContract[]): Link[] {
  const own = routes.flatMap(({ id, path }) => {
    const [, parameter] = path.startsWith(`${home}/{`) ? (/\{([^}]+)\}/.exec(path) ?? []) : [];
    return parameter !== undefined && parameter in shape ? [link(id, parameter, `${at}/${parameter}`)] : [];
  });
  const rate = home === '/keys' ? routes.filter(({ path }) => path === '/rate-limit/{hash}') : [];
  return [...own, ...rate.map(({ id }) => link(id, 'hash', `${at}/hash`))];
}

const link = (operationId: string, parameter: string, pointer: string): Link => ({
  operationId,
  parameters: { [parameter]: `$response.body#${pointer}` },
  description: 'what the answer names',
});
