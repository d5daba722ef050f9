import * as z from 'zod';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { Action } from '#domain/remediation/action.ts';

/** A message of the stream, read leniently: a newer server may send names and fields that this version does not know. */
export const StreamMessage = z.looseObject({
  event: z.string(),
  seq: z.number().optional(),
  timestamp: z.string().optional(),
  /** of `replay.gap` */
  from: z.number().optional(),
  anomaly: Anomaly.optional().catch(undefined),
  action: Action.optional().catch(undefined),
  data: z.record(z.string(), z.unknown()).optional().catch(undefined),
  problem: z.looseObject({ detail: z.string().optional() }).optional().catch(undefined),
});
export type StreamMessage = z.infer<typeof StreamMessage>;

/** The service that a message is about. */
export const serviceOf = ({ anomaly, action }: StreamMessage): string | null =>
  anomaly?.service ?? action?.service ?? null;
