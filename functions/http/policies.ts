import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import { policyTable } from '#adapters/dynamodb/policyTable.ts';
import { serviceTable } from '#adapters/dynamodb/serviceTable.ts';
import {
  applyPolicies,
  createPolicy,
  deletePolicy,
  documentOf,
  getPolicy,
  listPolicies,
  PolicyFiles,
  replacePolicy,
  validatePolicies,
} from '#contract/policies.ts';
import { actionChecks } from '#domain/policy/actionParameters/index.ts';
import { policyAnswer } from '#domain/policy/answer.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { recordOf } from '#domain/policy/record.ts';
import { canonicalService } from '#domain/service/name.ts';
import { dynamo } from '#runtime/clients.ts';
import { deployedPolicies } from '#runtime/deployedPolicies.ts';
import { environment } from '#runtime/environment.ts';
import {
  answers,
  Conflict,
  Forbidden,
  HttpProblem,
  Invalid,
  NotFound,
  onHttp,
  PreconditionFailed,
  requireVersion,
  TooLarge,
} from '#runtime/http/http.ts';
import { installation } from '#runtime/installation.ts';
import {
  createPolicy as create,
  type PolicyPorts,
  type Refusal,
  removePolicy as remove,
  replacePolicy as replace,
} from '#usecases/applyPolicyDocument.ts';
import { applyPolicyTree, isDone, type TreeRefusal, validatePolicyTree } from '#usecases/applyPolicyTree.ts';
import { pageOf } from '#usecases/pageOf.ts';

/** So many of the newest actions tell what came of a policy. */
const RECORD_OF = 500;

const ports = ({ clock }: Pick<PolicyPorts, 'clock'>) => ({
  policies: policyTable(dynamo(), environment('POLICIES_TABLE'), deployedPolicies()),
  services: serviceTable(dynamo(), environment('SERVICES_TABLE')),
  types: actionChecks,
  configuration: installation().configuration,
  clock,
});

async function found(id: string, { policies }: Pick<PolicyPorts, 'policies'>): Promise<Policy> {
  const policy = await policies.get(id);
  if (!policy) throw new NotFound(`there is no policy ${id}`);
  return policy;
}

/** Policies with what came of them. */
async function told(policies: readonly Policy[]): Promise<Record<string, unknown>[]> {
  const { items } = await actionTable(dynamo(), environment('ACTIONS_TABLE')).list({}, { limit: RECORD_OF });
  return policies.map((policy) => ({ ...policyAnswer(policy), record: recordOf(policy.id, items) }));
}

export const handler = onHttp([
  answers(listPolicies, async ({ query }, context) => {
    const service = query.service === undefined ? undefined : canonicalService(query.service);
    const wanted = (await ports(context).policies.all()).filter(
      (policy) =>
        (query.namespace === undefined || policy.namespace === query.namespace) &&
        (service === undefined || policy.service === service) &&
        (query.enabled === undefined || policy.enabled === query.enabled),
    );
    const page = pageOf(wanted, ({ created_at, id }) => `${created_at}#${id}`, query);
    if (!page) throw new BadCursor();
    const { items, next_cursor } = page;
    return { status: 200, body: { policies: await told(items), count: items.length, next_cursor } };
  }),
  answers(createPolicy, async ({ body }, context) => {
    const applied = await create(body, context.caller, ports(context));
    if (applied.outcome !== 'applied') throw refused(applied);
    const { policy, warnings } = applied;
    const [answer] = await told([policy]);
    return {
      status: 201,
      body: { id: policy.id, status: 'created', policy: answer, ...(warnings.length > 0 ? { warnings } : {}) },
      headers: { location: `/policies/${policy.id}`, etag: `"${policy.version}"` },
    };
  }),
  answers(validatePolicies, async ({ body, rawBody }, context) => {
    const tree = PolicyFiles.safeParse(body);
    const found = tree.success
      ? await validatePolicyTree(textsOf(tree.data.files), ports(context))
      : await validatePolicyTree([{ file: 'policy.yml', text: rawBody.toString('utf8') }], ports(context), {
          single: true,
        });
    return { status: 200, body: { valid: found.faults.length === 0, ...found } };
  }),
  answers(applyPolicies, async ({ body, query, ifMatch }, context) => {
    const there = ports(context);
    const { version } = await there.policies.tree();
    requireVersion(ifMatch, version);
    const outcome = await applyPolicyTree(
      {
        files: textsOf(body.files),
        prune: query.prune ? (query.within ?? '') : null,
        dryRun: query.dry_run ?? false,
        ...(ifMatch === undefined ? {} : { ifVersion: version }),
      },
      context.caller,
      there,
    );
    if (!isDone(outcome)) throw refusedTree(outcome);
    const { changes, warnings } = outcome;
    return {
      status: 200,
      body: { applied: outcome.outcome === 'applied', version: outcome.version, changes, warnings },
      headers: { etag: `"${outcome.version}"` },
    };
  }),
  answers(getPolicy, async ({ params }, context) => {
    const [answer] = await told([await found(params.id, ports(context))]);
    return { status: 200, body: answer };
  }),
  answers(replacePolicy, async ({ params, body, ifMatch }, context) => {
    const existing = await found(params.id, ports(context));
    requireVersion(ifMatch, existing.version);
    const applied = await replace(existing, documentOf(body), context.caller, ports(context));
    if (applied.outcome !== 'applied') throw refused(applied);
    const { policy, warnings } = applied;
    const [answer] = await told([policy]);
    return { status: 200, body: { ...answer, ...(warnings.length > 0 ? { warnings } : {}) } };
  }),
  answers(deletePolicy, async ({ params, ifMatch }, context) => {
    const existing = await found(params.id, ports(context));
    requireVersion(ifMatch, existing.version);
    const removed = await remove(existing, context.caller, ports(context));
    if (removed.outcome !== 'removed') throw refused(removed);
    return { status: 204 };
  }),
]);

const textsOf = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).map(([file, text]) => ({ file, text }));

function refusedTree(outcome: TreeRefusal): Error {
  switch (outcome.outcome) {
    case 'invalid': {
      const { faults, warnings } = outcome;
      const errors = faults.map(({ file, line, column, message }) => ({
        pointer: `/files/${file.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        message: `line ${line}, column ${column}: ${message}`,
      }));
      const detail = `nothing was changed: ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}`;
      return new HttpProblem(422, detail, { errors, body: { faults, warnings } });
    }
    case 'foreign':
      return new Forbidden(`${outcome.file}: ${foreignText(outcome.namespace)}`);
    case 'stale':
      return new PreconditionFailed(
        `somebody changed the policies at the same time (the tree is at version "${outcome.version}" now): nothing was changed, plan again`,
      );
    case 'too_large':
      return new TooLarge('these policies together are more than one tree holds (400 KB packed): nothing was changed');
  }
}

const foreignText = (namespace: string | null): string =>
  namespace === null
    ? 'this key changes only policies of its namespaces, and this one is of the whole installation'
    : `this key does not change policies of the namespace ${namespace}`;

function refused(refusal: Refusal): Error {
  switch (refusal.outcome) {
    case 'invalid':
      return new Invalid(refusal.faults);
    case 'foreign':
      return new Forbidden(foreignText(refusal.namespace));
    case 'taken':
      return new Conflict(
        `there is a policy "${refusal.name}" ${refusal.namespace === null ? 'of the whole installation' : `in the namespace ${refusal.namespace}`} already`,
      );
    case 'part_of_deploy':
      return new Conflict(
        refusal.members.length === 0
          ? 'this policy is part of the deploy: take it out of its file, or switch it off by enabled'
          : `this policy is part of the deploy: only enabled and autonomy change here, ${refusal.members.join(', ')} in its file`,
      );
    case 'stale':
      return new PreconditionFailed('somebody changed it at the same time: read it again');
    case 'unknown':
      return new NotFound('somebody removed it at the same time');
  }
}
