import * as z from 'zod';

/** One thing that is not as it was recorded, by the number of the record that it is about. */
export const AuditFinding = z
  .object({
    kind: z
      .enum([
        'changed',
        'removed',
        'inserted',
        'reordered',
        'renumbered',
        'cut_off',
        'copy_changed',
        'copy_missing',
        'copy_overwritten',
      ])
      .describe('copy_…: it is the copy under lock that is not as it was written'),
    seq: z.number().describe('the number under which it was recorded; of what was inserted, where it stands'),
    to: z
      .number()
      .nullable()
      .describe('the last one, where it is about several in a row; where a reordered one stands now'),
    id: z.string().nullable(),
    members: z.array(z.string()).describe('of a changed record: what is not as it was'),
    message: z.string(),
  })
  .meta({ id: 'AuditFinding' });
export type AuditFinding = z.infer<typeof AuditFinding>;

export const AuditVerification = z
  .object({
    intact: z.boolean(),
    verified_at: z.string(),
    records: z.number().int().nonnegative().describe('records under lock, each compared with the table'),
    head: z
      .object({ seq: z.number().int(), hash: z.string(), recorded_at: z.string() })
      .nullable()
      .describe('the last record under lock; null: nothing was recorded yet'),
    settling: z.number().int().describe('of the newest records, how many are on their way to the table'),
    findings_count: z.number().int().nonnegative(),
    findings: z.array(AuditFinding).describe('the first 200'),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

export const finding = (
  kind: AuditFinding['kind'],
  seq: number,
  message: string,
  more: Partial<Pick<AuditFinding, 'to' | 'id' | 'members'>> = {},
): AuditFinding => ({ kind, seq, to: null, id: null, members: [], message, ...more });
