import { STATUS_CODES } from 'node:http';
import * as z from 'zod';

/** One fault of a request: where it is, and what would be right. */
export const Fault = z
  .object({
    pointer: z.string().describe('JSON pointer into the body, the query or the path; empty: the whole of it'),
    message: z.string(),
    in: z.enum(['body', 'query', 'path', 'header']).optional().describe('the body where nothing else is said'),
  })
  .meta({ id: 'Fault', example: { pointer: '/reason', message: 'say why', in: 'body' } });
export type Fault = z.infer<typeof Fault>;

/** What every error looks like: RFC 9457, with each fault of a bad input at once. */
export const Problem = z
  .looseObject({
    type: z.string().describe('about:blank: the status says all there is to say'),
    title: z.string(),
    status: z.number().int().min(400).max(599),
    detail: z.string(),
    instance: z.string().describe('the path that was asked for'),
    request_id: z.string().describe('finds this request in the log'),
    errors: z.array(Fault).optional(),
  })
  .meta({
    id: 'Problem',
    example: {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'there is no anomaly anomaly_0',
      instance: '/anomalies/anomaly_0',
      request_id: '5f0c7a3e-2f7e-4d43-9d0a-3a4c1a0d8f10',
    },
  });
export type Problem = z.infer<typeof Problem>;

/** What a problem of this status looks like. */
export const problemExample = (status: number, detail: string): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
  detail,
  instance: '/webhooks/webhook_01KB0XTP5EQ4Y8TVX9DD1E55QG',
  request_id: '5f0c7a3e-2f7e-4d43-9d0a-3a4c1a0d8f10',
  ...(status === 422 ? { errors: [{ pointer: '/url', message: 'an http or https address', in: 'body' }] } : {}),
});
