export { type Answer, answers, type Caller, type HttpContext, type Request } from './answers.ts';
export { onHttp } from './onHttp.ts';
export * from './problems.ts';
export { requireVersion } from './version.ts';
