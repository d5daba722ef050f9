import { auditTable } from '#adapters/dynamodb/auditTable.ts';
import { auditArchiveReader } from '#adapters/s3/auditArchive.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import type { Context } from '#runtime/handlers.ts';
import { BacktestJob } from '#usecases/backtest/askBacktest.ts';
import { runBacktest } from '#usecases/backtest/runBacktest.ts';
import type { Work } from '#usecases/jobs.ts';
import { verifyAudit } from '#usecases/verifyAudit.ts';
import { backtestPorts } from './backtestPorts.ts';

export const AUDIT_VERIFICATION = 'audit.verify';
export const BACKTEST = 'policies.backtest';

/** What may be asked for as a job, by its kind. Adding one is a line here, and its grants in `infra/stacks/jobs.ts`. */
export const works = ({ clock, log }: Pick<Context, 'clock' | 'log'>): Readonly<Record<string, Work>> => ({
  [AUDIT_VERIFICATION]: async (_request, progress) => {
    const found = await verifyAudit({
      archive: auditArchiveReader(s3(), environment('AUDIT_BUCKET')),
      table: auditTable(dynamo(), environment('AUDIT_TABLE')),
      clock,
      progress,
    });
    if (!found.intact) log.error('the audit is not what was recorded', { findings: found.findings.slice(0, 10) });
    return found;
  },
  [BACKTEST]: (request, told) => runBacktest(BacktestJob.parse(request), backtestPorts({ clock, log }), told),
});
