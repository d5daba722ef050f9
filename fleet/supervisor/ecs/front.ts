import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CLUSTER } from '../../services.ts';
import { BodyTooLarge, readBody } from '../body.ts';
import type { FleetLog } from '../fleet.ts';
import { type Answered, forward } from './forward.ts';
import { serviceArn } from './shapes.ts';
import { EcsError, lastPart, OPERATIONS, type TruthParts } from './truth.ts';

const BODY_LIMIT = 1_048_576;
const TARGET = /^AmazonEC2ContainerServiceV20141113\.([A-Za-z]+)$/;

/** Operations that change a service or a task of the fleet. */
const CHANGES = new Set(['UpdateService', 'StopTask', 'DeleteService']);

export interface FrontParts extends TruthParts {
  emulator: URL;
  log: FleetLog;
}

/** Stands where ECS's endpoint stands. The emulator hears every call first and refuses whom it does not know or who may
 *  not; what it allows is answered with the truth about the fleet's processes. */
export function ecsFront(parts: FrontParts): Server {
  return createServer((request, response) => {
    answer(request, parts).then(
      (answered) => send(response, answered),
      (error: unknown) => send(response, failed(error, parts.log)),
    );
  });
}

async function answer(request: IncomingMessage, parts: FrontParts): Promise<Answered> {
  const body = await readBody(request, BODY_LIMIT);
  const call = { method: request.method ?? 'POST', path: request.url ?? '/', headers: request.headers, body };
  const operation = TARGET.exec(String(request.headers['x-amz-target'] ?? ''))?.[1] ?? '';
  const input = parsed(body);
  const truth = isAboutFleet(operation, input) ? OPERATIONS[operation] : undefined;
  if (!truth) return forward(parts.emulator, call);
  if (CHANGES.has(operation) && isRoleSession(request)) await refuseWithoutConsent(input, parts);
  const answered = await forward(parts.emulator, call);
  if (!allowed(operation, answered)) return answered;
  return json(200, await truth(input, parsed(answered.body), parts));
}

function isAboutFleet(operation: string, input: Record<string, unknown>): boolean {
  if (operation === 'DescribeClusters' || operation === 'ListTagsForResource') return true;
  if (operation === 'DescribeServiceRevisions') return String(input.serviceRevisionArns).includes(`/${CLUSTER}/`);
  return typeof input.cluster === 'string' && lastPart(input.cluster) === CLUSTER;
}

/** The emulator books tasks of its own and knows none of ours, so its "not found" says nothing; any other refusal is one. */
function allowed(operation: string, answered: Answered): boolean {
  if (answered.status < 300) return true;
  const type = String(parsed(answered.body).__type ?? '');
  return operation === 'StopTask' && answered.status === 400 && type.endsWith('InvalidParameterException');
}

/** A function's or an assumed role's key; the developer's own begins otherwise. */
function isRoleSession(request: IncomingMessage): boolean {
  return /Credential=ASIA/.test(request.headers.authorization ?? '');
}

/** What the role's tag condition does on AWS: the emulator cannot judge it, so it is judged here. */
async function refuseWithoutConsent(input: Record<string, unknown>, parts: FrontParts): Promise<void> {
  const reference = String(input.service ?? input.task ?? '');
  const name = parts.fleet.find(lastPart(reference))?.name ?? parts.fleet.task(lastPart(reference))?.task.service;
  // What does not exist carries no tag: on AWS the condition fails as well.
  const tags = name === undefined ? [] : await parts.tagsOf(serviceArn(parts.arnPrefix, name));
  if (tags.some(({ key, value }) => key === 'forestall:act' && value === 'true')) return;
  const message = `not authorized to change ${lastPart(reference)}: it does not carry the tag forestall:act`;
  throw new EcsError('AccessDeniedException', message);
}

function parsed(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8') || '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Not JSON: nothing here can mean the fleet, and the emulator says what is wrong with it.
    return {};
  }
}

function json(status: number, body: unknown): Answered {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: Buffer.from(JSON.stringify(body)) };
}

function failed(error: unknown, log: FleetLog): Answered {
  if (error instanceof EcsError) return json(400, { __type: error.type, message: error.message });
  if (error instanceof BodyTooLarge) return json(413, { __type: 'ClientException', message: error.message });
  log('an ECS call failed', { why: error instanceof Error ? error.message : String(error) });
  return json(503, { __type: 'ServerException', message: 'the fleet or the emulator behind it did not answer' });
}

function send(response: ServerResponse, { status, headers, body }: Answered): void {
  const { 'content-length': _length, 'transfer-encoding': _encoding, connection: _connection, ...rest } = headers;
  response.writeHead(status, { ...rest, 'content-length': body.length });
  response.end(body);
}
