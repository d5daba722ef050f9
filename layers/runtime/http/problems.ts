import type { Fault } from '#contract/problem.ts';

/** An error that says what the caller is told. Thrown deep, turned into an answer once (`problemAnswer.ts`). */
export class HttpProblem extends Error {
  override name = 'HttpProblem';
  readonly status: number;
  /** further members of the problem's body, and headers of its answer */
  readonly more: { errors?: readonly Fault[]; headers?: Readonly<Record<string, string>>; body?: object };
  constructor(status: number, detail: string, more: HttpProblem['more'] = {}, options?: ErrorOptions) {
    super(detail, options);
    this.status = status;
    this.more = more;
  }
}

/** The request cannot be read at all. */
export class BadRequest extends HttpProblem {
  constructor(detail: string, options?: ErrorOptions) {
    super(400, detail, {}, options);
  }
}

export class Unauthorized extends HttpProblem {
  constructor(detail: string) {
    super(401, detail, { headers: { 'www-authenticate': 'Bearer realm="forestall"' } });
  }
}

export class Forbidden extends HttpProblem {
  constructor(detail: string) {
    super(403, detail);
  }
}

export class NotFound extends HttpProblem {
  constructor(detail: string) {
    super(404, detail);
  }
}

export class MethodNotAllowed extends HttpProblem {
  constructor(detail: string, allow: readonly string[]) {
    super(405, detail, { headers: { allow: allow.join(', ') } });
  }
}

/** It cannot be so beside what is there already: a name that is taken, a request that is still under way. */
export class Conflict extends HttpProblem {
  constructor(detail: string, { retryAfter }: { retryAfter?: number } = {}) {
    super(409, detail, retryAfter === undefined ? {} : { headers: { 'retry-after': `${retryAfter}` } });
  }
}

/** A stale `If-Match`, or a race that another writer won. */
export class PreconditionFailed extends HttpProblem {
  constructor(detail: string) {
    super(412, detail);
  }
}

export class TooLarge extends HttpProblem {
  constructor(detail: string) {
    super(413, detail);
  }
}

/** Well-formed, but not valid: every fault at once, each with its place. */
export class Invalid extends HttpProblem {
  constructor(errors: readonly Fault[], detail = faultsIn(errors)) {
    super(422, detail, { errors });
  }
}

export class TooMany extends HttpProblem {
  constructor(detail: string, retryAfter: number) {
    super(429, detail, { headers: { 'retry-after': `${retryAfter}` } });
  }
}

/** Something that this needs does not answer now; the same request may be sent again. */
export class Unavailable extends HttpProblem {
  constructor(detail: string, options?: ErrorOptions) {
    super(503, detail, { headers: { 'retry-after': '2' } }, options);
  }
}

function faultsIn(errors: readonly Fault[]): string {
  const [first] = errors;
  if (first === undefined) return 'the request is not valid';
  const where = first.pointer === '' ? '' : `${first.pointer}: `;
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return `${where}${first.message}${others}`;
}
