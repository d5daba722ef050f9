import { decisionLog } from '#adapters/dynamodb/decisionLog.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { backtestPolicies, replayDecision } from '#contract/backtest.ts';
import { dynamo, s3 } from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import { answers, Invalid, NotFound, onHttp } from '#runtime/http/http.ts';
import { installation } from '#runtime/installation.ts';
import { askBacktest } from '#usecases/backtest/askBacktest.ts';
import { startJob } from '#usecases/jobs.ts';
import { Diverged, replayDecision as replay } from '#usecases/replayDecision.ts';
import { jobPorts } from '../jobs.ts';
import { typesAlone } from '../noClients.ts';
import { BACKTEST } from '../works.ts';

/** Policies over stored history, and decisions made again. */
export const handler = onHttp([
  answers(backtestPolicies, async ({ body, baseUrl }, context) => {
    const asked = await askBacktest(body, {
      policies: policyTable(dynamo(), environment('POLICIES_TABLE'), deployedPolicies()),
      configuration: installation().configuration,
      clock: context.clock,
    });
    if (asked.outcome === 'invalid') throw new Invalid(asked.faults);
    if (asked.outcome === 'unknown') throw new NotFound(`there is no policy ${asked.ids.join(', ')}`);
    const job = await startJob(BACKTEST, asked.request, jobPorts(context));
    return { status: 202, body: job, headers: { location: `${baseUrl}/jobs/${job.id}` } };
  }),
  answers(replayDecision, async ({ params: { id } }) => {
    const decisions = decisionLog(
      { dynamo: dynamo(), table: environment('PROGRESS_TABLE') },
      { s3: s3(), bucket: environment('STATE_BUCKET') },
    );
    const kept = await decisions.get(id);
    if (!kept) throw new NotFound(`there is no decision ${id}`);
    const { decision, outcome } = kept;
    try {
      const { same, outcome: replayed } = await replay(kept, typesAlone());
      return { status: 200, body: { decision, same, kept: outcome, replayed, diverged: null } };
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      return { status: 200, body: { decision, same: false, kept: outcome, replayed: null, diverged: error.message } };
    }
  }),
]);
