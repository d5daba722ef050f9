import { autonomyRecords } from '#adapters/dynamodb/autonomyRecords.ts';
import { backtestTable } from '#adapters/dynamodb/backtestTable.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import { demotePolicy, promotePolicy } from '#contract/autonomy.ts';
import { dynamo } from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import { type Answer, answers, Conflict, Forbidden, type HttpContext, NotFound, onHttp } from '#runtime/http/http.ts';
import { type AutonomyChange, changeAutonomy } from '#usecases/changeAutonomy.ts';

const ports = ({ clock }: Pick<HttpContext, 'clock'>) => ({
  policies: policyTable(dynamo(), environment('POLICIES_TABLE'), deployedPolicies()),
  services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
  autonomy: autonomyRecords(dynamo(), environment('CONTROL_TABLE')),
  backtests: backtestTable(dynamo(), environment('CONTROL_TABLE')),
  clock,
});

interface Wish {
  service?: string | undefined;
  action?: string | undefined;
  reason: string;
}

async function change(
  policyId: string,
  wanted: AutonomyChange['wanted'],
  { service, action, reason }: Wish,
  context: HttpContext,
): Promise<Answer> {
  const { actor: by, namespaces } = context.caller;
  const changed = await changeAutonomy(
    { policyId, wanted, service, type: action, reason, by, namespaces },
    ports(context),
  );
  switch (changed.outcome) {
    case 'unknown':
      throw new NotFound(`there is no policy ${policyId}`);
    case 'foreign':
      throw new Forbidden(`this key does not act on ${changed.service}: none of its namespaces owns it`);
    case 'refused':
      throw new Conflict(changed.reason);
    case 'changed':
      context.log.warn('what a policy may do by itself was changed', { policy: policyId, wanted, by, reason });
      return { status: 200, body: { policy_id: policyId, targets: changed.targets } };
  }
}

/** What policies may do by themselves. */
export const handler = onHttp([
  answers(promotePolicy, ({ params, body }, context) => change(params.id, 'promote', body, context)),
  answers(demotePolicy, ({ params, body }, context) => change(params.id, 'demote', body, context)),
]);
