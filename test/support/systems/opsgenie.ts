import * as z from 'zod';
import { startSystem } from './server.ts';

export const GENIE_KEY = 'stand-in-0123-4567';

const Create = z.object({
  message: z.string().min(1).max(130),
  alias: z.string().max(512).optional(),
  description: z.string().max(15_000).optional(),
  responders: z
    .array(z.object({ type: z.enum(['team', 'user', 'escalation', 'schedule']), name: z.string().optional() }))
    .max(50)
    .optional(),
  tags: z.array(z.string().max(50)).max(20).optional(),
  details: z.record(z.string(), z.string()).optional(),
  entity: z.string().max(512).optional(),
  source: z.string().max(100).optional(),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']).optional(),
});
const Note = z.object({ note: z.string().max(25_000).optional(), source: z.string().max(100).optional() });

export interface OpsgenieAlert {
  message: string;
  priority: string | undefined;
  status: 'open' | 'acknowledged' | 'closed';
  count: number;
}

/** Opsgenie's Alert API: calls are taken and worked on later, so an alias that is not known is no error. */
export async function startOpsgenie() {
  const alerts = new Map<string, OpsgenieAlert>();
  const taken = { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: 'r-1' } };
  const refused = (status: number, message: string) => ({ status, body: { message, took: 0.001, requestId: 'r-0' } });
  const system = await startSystem(({ method, path, query, headers, body }) => {
    if (headers.authorization !== `GenieKey ${GENIE_KEY}`) return refused(401, 'Could not authenticate');
    if (method !== 'POST') return refused(405, 'Method not allowed');
    if (path === '/v2/alerts') {
      const read = Create.safeParse(body);
      if (!read.success) return refused(422, `Request body is not processable: ${read.error}`);
      const { alias = `${alerts.size}`, message, priority } = read.data;
      const open = alerts.get(alias);
      if (open && open.status !== 'closed') open.count += 1;
      else alerts.set(alias, { message, priority, status: 'open', count: 1 });
      return taken;
    }
    const [, alias = '', verb] = /^\/v2\/alerts\/([^/]+)\/(close|acknowledge)$/.exec(path) ?? [];
    if (verb === undefined) return refused(404, 'No such path');
    if (query.get('identifierType') !== 'alias') return refused(422, 'Identifier is not an id');
    if (!Note.safeParse(body).success) return refused(422, 'Request body is not processable');
    const alert = alerts.get(decodeURIComponent(alias));
    if (alert && alert.status !== 'closed') alert.status = verb === 'close' ? 'closed' : 'acknowledged';
    return taken;
  });
  return { ...system, alerts };
}
