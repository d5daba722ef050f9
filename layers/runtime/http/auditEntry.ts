import { repeatable } from '#contract/route.ts';
import type { AuditEntry } from '#domain/audit/entry.ts';
import { derivedId } from '#domain/id.ts';
import { toInstant } from '#domain/time.ts';
import type { Answer } from './answers.ts';
import { type Call, routeOf } from './call.ts';

/** What became of the noun, where English makes it otherwise than by -d or -ed. */
const participles: Readonly<Record<string, string>> = {
  execute: 'requested',
  give: 'given',
  takeBack: 'taken_back',
  rollback: 'rollback_requested',
  put: 'put',
  set: 'set',
  run: 'run',
  send: 'sent',
  redrive: 'redriven',
  ack: 'acknowledged',
  apply: 'applied',
};
const verb = /^(takeBack|[a-z]+)/;

/** `createPolicy` → `policy.created`: what a route does, as the audit says it. */
export function auditNames(routeId: string): { noun: string; action: string } {
  if (routeId === 'evaluateNow') return { noun: 'policies', action: 'policies.evaluated' };
  const [does = routeId] = verb.exec(routeId) ?? [];
  const noun = snake(routeId.slice(does.length)) || 'installation';
  const done = participles[does] ?? (does.endsWith('e') ? `${does}d` : `${does}ed`);
  return { noun, action: `${noun}.${done}` };
}

const snake = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();

/** Whether a call changes anything, or is refused what would. What only asks (a POST of the scope read) is not told. */
export const changes = (call: Call): boolean => {
  const { contract } = routeOf(call);
  const asks = contract.method === 'POST' ? !repeatable(contract) : contract.method === 'GET';
  return !asks && contract.scope !== 'ingest' && new URLSearchParams(call.raw.query).get('dry_run') !== 'true';
};

/** A change that was made through the API, as the audit keeps it: who, what, to what, with what. */
export function changeEntry(call: Call, { status, body }: Pick<Answer, 'status' | 'body'>): AuditEntry {
  const { noun, action } = auditNames(routeOf(call).contract.id);
  return { ...common(call, status), action, target: targetOf(noun, call, body), detail: detailOf(call, status, body) };
}

/** A change that was refused to a key that is known, for want of a scope or a namespace. */
export function refusalEntry(call: Call, { status, detail }: { status: number; detail: string }): AuditEntry {
  const { noun } = auditNames(routeOf(call).contract.id);
  return {
    ...common(call, status),
    action: 'access.refused',
    target: targetOf(noun, call, undefined),
    detail: { ...detailOf(call, status, undefined), refused: detail },
  };
}

const common = ({ caller, context }: Call, status: number): Pick<AuditEntry, 'id' | 'at' | 'actor'> => ({
  id: derivedId('audit', 'request', context.requestId, status),
  at: toInstant(context.clock.now()),
  actor: caller.actor,
});

/** An action is looked for by its service, all else by its id. */
function targetOf(noun: string, { raw }: Call, body: unknown): string {
  const service = noun === 'action' ? memberOf(body, 'service') : undefined;
  if (service !== undefined) return `service:${service}`;
  const id = raw.params.id ?? raw.params.name ?? memberOf(body, 'id');
  return id === undefined ? noun : `${noun}:${id}`;
}

function detailOf(call: Call, status: number, body: unknown): Record<string, unknown> {
  const { contract } = routeOf(call);
  return {
    route: contract.id,
    path: `${contract.method} ${call.event.rawPath}`,
    query: call.raw.query === '' ? undefined : call.raw.query,
    status,
    request_id: call.context.requestId,
    caller: call.caller.name,
    body: writtenIn(call),
    answer: answerOf(body),
  };
}

/** The body as it was read, or as it was written where it is no JSON. */
function writtenIn({ raw }: Call): unknown {
  const text = raw.body.toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Of the answer, what tells which thing it is and how it stands now. */
function answerOf(body: unknown): Record<string, unknown> | undefined {
  const told = ['id', 'status', 'version', 'enabled', 'name', 'service'].flatMap((name) => {
    const value = memberOf(body, name);
    return value === undefined ? [] : [[name, value]];
  });
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

function memberOf(body: unknown, name: string): string | number | boolean | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value: unknown = Reflect.get(body, name);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
