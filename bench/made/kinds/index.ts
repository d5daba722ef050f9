import type { Kind } from '../kind.ts';
import { cacheHits, nearConstant, successRate, transactions } from './business.ts';
import { batchMachine, cpu, diskUsage, diskWrites, memory, networkIn } from './machine.ts';
import { connectionPool, errorCount, errorRate, latencyMedian, latencyTail, queueLength, requestRate } from './web.ts';

export const KINDS: readonly Kind[] = [
  cpu,
  memory,
  latencyMedian,
  latencyTail,
  errorRate,
  requestRate,
  queueLength,
  connectionPool,
  networkIn,
  transactions,
  errorCount,
  batchMachine,
  successRate,
  cacheHits,
  diskWrites,
  diskUsage,
  nearConstant,
];
