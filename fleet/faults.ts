import * as z from 'zod';

/** What each fault does and what truly cures it. The order is the one in which they are shown. */
export const FAULTS = {
  'memory-leak': 'each request leaves heap behind in the processes that run now; a restart cures it',
  'cpu-burn': 'each request needs several times the CPU, on every task; scaling out cures it',
  latency: "the running processes' journal is clogged and every request waits in it; a restart cures it",
  errors: "the running processes' cache is poisoned and a third of the requests fail; a restart cures it",
  'connection-leak': 'the running processes keep pooled connections until none is left; a restart cures it',
  crash: 'the processes die once; ECS replaces them by itself',
  'traffic-surge': 'three times the requests arrive; scaling out relieves it',
  'slow-dependency':
    'what the service itself calls answers slowly, whichever process asks; its callers open their breakers meanwhile',
  'bad-version':
    'a new version is deployed whose processes die again and again; only going back to the former cures it',
} as const satisfies Record<string, string>;

export const Fault = z.enum([
  'memory-leak',
  'cpu-burn',
  'latency',
  'errors',
  'connection-leak',
  'crash',
  'traffic-surge',
  'slow-dependency',
  'bad-version',
]);
export type Fault = z.infer<typeof Fault>;

/** Faults that can be told to what runs: a bad version is deployed instead. */
export type ToldFault = Exclude<Fault, 'bad-version'>;

/** Faults that live in the processes which run when they are set: a replacement is clean. */
export const PROCESS_FAULTS = ['memory-leak', 'latency', 'errors', 'connection-leak'] as const;
export type ProcessFault = (typeof PROCESS_FAULTS)[number];

export function isProcessFault(fault: Fault): fault is ProcessFault {
  return (PROCESS_FAULTS as readonly string[]).includes(fault);
}
