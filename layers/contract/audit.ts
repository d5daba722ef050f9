import * as z from 'zod';
import { AuditVerification } from '#domain/audit/finding.ts';
import { AuditRecord } from '#domain/audit/record.ts';
import { Job } from '#domain/job/job.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { When } from './when.ts';

const tag = 'Operations';

export const listAudit = route({
  id: 'listAudit',
  method: 'GET',
  path: '/audit',
  scope: 'admin',
  tag,
  summary: 'What was decided and done, by whom, and what was not done and why; newest first',
  query: z.object({
    since: When.optional().describe('not before this'),
    actor: z.string().min(1).max(300).optional().describe('key:<id>, policy:<id>, engine'),
    target: z.string().min(1).max(300).optional().describe('service:<name>, policy:<id>, engine'),
    ...pageQuery,
  }),
  answers: { 200: { description: 'The records', schema: pageOf('records', AuditRecord) } },
});

export const verifyAudit = route({
  id: 'verifyAudit',
  method: 'GET',
  path: '/audit/verify',
  scope: 'admin',
  tag,
  summary:
    'Compares each record with what is under lock, and names what was changed, removed, inserted, reordered or cut off',
  answers: {
    200: { description: 'What was found', schema: AuditVerification },
    202: { description: 'The chain is long: a job that looks, whose result is what was found', schema: Job },
  },
});

export const auditRoutes = [listAudit, verifyAudit];
