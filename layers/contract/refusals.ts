import type { HeaderName } from './answerHeaders.ts';
import { type RouteContract, repeatable } from './route.ts';

/** A problem that a route may answer, as the document names it. */
export interface Refusal {
  status: string;
  name: string;
  description: string;
  headers: readonly HeaderName[];
}

const refusal = (status: number, name: string, description: string, ...headers: HeaderName[]): Refusal => ({
  status: `${status}`,
  name,
  description,
  headers,
});

const badRequest = refusal(400, 'BadRequest', 'It cannot be read');
const unauthorized = refusal(401, 'Unauthorized', 'No key, or one that is not known', 'WWW-Authenticate');
const unsigned = refusal(401, 'Unsigned', 'Not signed, or not by whom it should be, or too long ago');
const forbidden = refusal(403, 'Forbidden', 'The key has not the scope, or not the namespace, that is named');
const notFound = refusal(404, 'NotFound', 'There is none of this name');
const conflict = refusal(409, 'Conflict', 'It cannot be so beside what is there already');
const stale = refusal(412, 'PreconditionFailed', 'It was changed meanwhile');
const tooLarge = refusal(413, 'TooLarge', 'The body is too large');
const invalid = refusal(422, 'Invalid', 'Not valid: every fault at once, each with its place');
const tooMany = refusal(429, 'TooMany', 'Too fast', 'RateLimit-Policy', 'RateLimit', 'Retry-After');
const unexpected = refusal(500, 'Unexpected', 'A fault of ours; request_id finds it');
const unavailable = refusal(503, 'Unavailable', 'Something needed does not answer just now', 'Retry-After');

/** The problems that a route may answer follow from what it takes. */
export function refusalsOf(contract: RouteContract): Refusal[] {
  const { scope, method, path, query, body } = contract;
  if (scope === 'public') return [invalid, unexpected];
  if (scope === 'signature') return [badRequest, unsigned, tooLarge, invalid, unexpected, unavailable];
  const changes = method !== 'GET' && scope !== 'any key';
  const all: (Refusal | false | undefined)[] = [
    (body !== undefined || query !== undefined || repeatable(contract)) && badRequest,
    unauthorized,
    scope !== 'any key' && forbidden,
    (path.includes('{') || body !== undefined || contract.names) && notFound,
    changes && conflict,
    changes && stale,
    tooLarge,
    invalid,
    tooMany,
    unexpected,
    unavailable,
  ];
  return all.filter((one) => one !== false && one !== undefined);
}
