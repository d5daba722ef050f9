import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { automation } from './automation.ts';
import { autoScaling } from './autoScaling.ts';
import { AwsError } from './awsError.ts';

/** A service's operations by name: they take and give what its JSON protocol carries, and refuse with an AwsError. */
export type Service = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

export interface StandIns {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const BODY_LIMIT = 262_144;

/** Starts what stands where AWS services stand that the emulator lacks. Those of one JSON protocol share one address: a
 *  call says by its target whom it means. */
export async function startStandIns({ port, ecs }: { port: number; ecs: ECSClient }): Promise<StandIns> {
  const services: Readonly<Record<string, Service>> = {
    AnyScaleFrontendService: autoScaling(ecs),
    AmazonSSM: automation(),
  };
  const server = createServer((request, response) => {
    answer(request, services).then(
      (body) => send(response, 200, body),
      (error: unknown) => send(response, ...refusal(error)),
    );
  });
  const listening = await listen(server, port);
  return {
    url: `http://127.0.0.1:${listening}`,
    port: listening,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, services: Readonly<Record<string, Service>>): Promise<unknown> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const [prefix = '', operation = ''] = target.split('.');
  const carryOut = services[prefix]?.[operation];
  const body = await read(request);
  if (!/^AWS4-HMAC-SHA256 Credential=/.test(request.headers.authorization ?? ''))
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (!carryOut) throw new AwsError('UnknownOperationException', `no stand-in answers ${target}`);
  return carryOut(JSON.parse(body || '{}'));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT) throw new AwsError('ValidationException', `the body has more than ${BODY_LIMIT} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusal(error: unknown): [number, { __type: string; message: string }] {
  if (error instanceof AwsError) return [400, { __type: error.type, message: error.message }];
  if (error instanceof SyntaxError) return [400, { __type: 'SerializationException', message: error.message }];
  return [500, { __type: 'InternalServiceException', message: error instanceof Error ? error.message : String(error) }];
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
