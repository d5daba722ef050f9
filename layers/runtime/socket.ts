import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { type Context, observed } from './context.ts';
import { HttpProblem } from './http/problems.ts';

/** `$connect` brings the handshake's headers and query, which the types leave out. */
export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  headers?: Record<string, string | undefined>;
  queryStringParameters?: Record<string, string | undefined> | null;
};

/** What a client's connection brings. */
export interface SocketCall {
  connectionId: string;
  /** differs with each message */
  messageId: string;
  sourceIp: string;
  headers: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  text: string;
}

/** A function behind the WebSocket API. A problem that it throws refuses the handshake with that status. */
export const onSocket = (name: string, handle: (call: SocketCall, context: Context) => Promise<void>) =>
  observed<SocketEvent, APIGatewayProxyResultV2>(name, async (event, context) => {
    try {
      await handle(callOf(event), context);
      return { statusCode: 200 };
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      context.log.warn('refused', { status: error.status, why: error.message });
      return { statusCode: error.status, headers: { ...error.more.headers } };
    }
  });

function callOf({ requestContext, headers, queryStringParameters, body, isBase64Encoded }: SocketEvent): SocketCall {
  const { connectionId, messageId, requestId } = requestContext;
  return {
    connectionId,
    messageId: messageId ?? requestId,
    sourceIp: 'identity' in requestContext ? sourceOf(requestContext.identity) : '',
    headers: headers ?? {},
    query: queryStringParameters ?? {},
    text: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString('utf8'),
  };
}

const sourceOf = (identity: unknown): string =>
  typeof identity === 'object' && identity !== null && 'sourceIp' in identity ? String(identity.sourceIp) : '';
