import * as z from 'zod';
import { rules } from '#domain/policy/analysis/subject.ts';
import { PolicyDocument } from '#domain/policy/document.ts';
import { Autonomy } from '#domain/policy/policy.ts';
import { PolicyRecord } from '#domain/policy/record.ts';
import { ServiceName } from '#domain/service/name.ts';
import { Instant } from '#domain/time.ts';
import { pageOf, pageQuery, queryBoolean } from './page.ts';
import { route } from './route.ts';

const tag = 'Policies';
const byId = z.object({ id: z.string().max(200) });

/** A policy as it is answered: what was written as it was written, what was left out with its default. */
const PolicyAnswer = z
  .looseObject({
    ...PolicyDocument.shape,
    id: z.string(),
    source: z.enum(['file', 'api']).describe('a policy of a file is part of the deploy'),
    file: z.string().nullable().describe('of an applied tree: the file that declares it'),
    version: z.number().int().positive(),
    created_at: Instant,
    updated_at: Instant,
    record: PolicyRecord,
    name: z.string(),
    namespace: z.string().nullable(),
    service: ServiceName.nullable(),
    notification: z.string().nullable(),
    autonomy: Autonomy,
    enabled: z.boolean(),
  })
  .meta({ id: 'Policy' });

const passedOver = z.unknown().optional();

/** What GET answers may come back as it is, changed in what was to change: what is only told is passed over. */
export const PolicyReplacement = z
  .strictObject({
    ...PolicyDocument.shape,
    namespace: PolicyDocument.shape.namespace.nullable(),
    service: PolicyDocument.shape.service.nullable(),
    notification: PolicyDocument.shape.notification.nullable(),
    id: passedOver,
    source: passedOver,
    file: passedOver,
    version: passedOver,
    created_at: passedOver,
    updated_at: passedOver,
    record: passedOver,
  })
  .meta({ id: 'PolicyReplacement' });

/** The document in it: without what is only told, and without what is said to be nothing. */
export function documentOf({
  id: _id,
  source: _source,
  file: _file,
  version: _version,
  created_at: _created,
  updated_at: _updated,
  record: _record,
  namespace,
  service,
  notification,
  ...document
}: z.infer<typeof PolicyReplacement>): PolicyDocument {
  const named = { namespace, service, notification };
  return { ...document, ...Object.fromEntries(Object.entries(named).filter(([, value]) => typeof value === 'string')) };
}

const Warning = z.object({ pointer: z.string(), message: z.string() });

export const listPolicies = route({
  id: 'listPolicies',
  method: 'GET',
  path: '/policies',
  scope: 'read',
  tag,
  summary: 'The policies of the files and those made here, oldest first',
  query: z.object({
    namespace: z.string().min(1).max(100).optional(),
    service: ServiceName.optional(),
    enabled: queryBoolean.optional(),
    ...pageQuery,
  }),
  answers: { 200: { description: 'The policies', schema: pageOf('policies', PolicyAnswer) } },
});

export const createPolicy = route({
  id: 'createPolicy',
  method: 'POST',
  path: '/policies',
  scope: 'write',
  tag,
  summary: 'Makes a policy; each fault is told with its place',
  body: PolicyDocument,
  yaml: true,
  answers: {
    201: {
      description: 'The policy, and what its author should know of it',
      schema: z.object({
        id: z.string(),
        status: z.literal('created'),
        policy: PolicyAnswer,
        warnings: z.array(Warning).optional(),
      }),
    },
  },
});

export const getPolicy = route({
  id: 'getPolicy',
  method: 'GET',
  path: '/policies/{id}',
  scope: 'read',
  tag,
  summary: 'A policy as it was written, and what came of it',
  params: byId,
  answers: { 200: { description: 'The policy', schema: PolicyAnswer } },
});

export const replacePolicy = route({
  id: 'replacePolicy',
  method: 'PUT',
  path: '/policies/{id}',
  scope: 'write',
  tag,
  summary: 'Replaces a policy; of one that is part of the deploy only `enabled` and `autonomy` change here',
  params: byId,
  body: PolicyReplacement,
  yaml: true,
  answers: {
    200: {
      description: 'The policy as it is now',
      schema: z.looseObject({ ...PolicyAnswer.shape, warnings: z.array(Warning).optional() }),
    },
  },
});

export const deletePolicy = route({
  id: 'deletePolicy',
  method: 'DELETE',
  path: '/policies/{id}',
  scope: 'write',
  tag,
  summary: 'Removes a policy that was made here',
  params: byId,
  answers: { 204: { description: 'It is gone' } },
});

/** Something that was found in policy files, where, and by which rule. */
const Finding = z
  .object({
    file: z.string(),
    line: z.number().int().positive(),
    column: z.number().int().positive(),
    message: z.string().describe('why, and what would be right'),
    rule: z
      .enum(['written', 'place', ...rules])
      .describe('`written`: what is there cannot be so; `place`: it does not fit what is around it'),
  })
  .meta({ id: 'PolicyFinding' });

const Files = z
  .record(
    z
      .string()
      .max(300)
      .regex(/^[^/\\].*\.ya?ml$/, 'a path like policies/teams/payments/policies.yml'),
    z.string(),
  )
  .refine((files) => Object.keys(files).length > 0, 'name at least one file: nothing is not everything')
  .describe('the text of each file by its path');

export const PolicyFiles = z.strictObject({ files: Files }).meta({
  id: 'PolicyFiles',
  example: {
    files: {
      'policies/teams/payments/policies.yml':
        'policies:\n  - name: leak\n    when: anomaly(memory_usage)\n    action: restart_container\n',
    },
  },
});

export const validatePolicies = route({
  id: 'validatePolicies',
  method: 'POST',
  path: '/policies/validate',
  scope: 'read',
  tag,
  summary:
    'Checks policies beside those that are there, and changes nothing: files, or one policy as POST /policies takes it',
  body: z.union([PolicyFiles, z.looseObject({}), z.array(z.unknown())]),
  yaml: true,
  answers: {
    200: {
      description: 'What was found: faults would be refused, warnings are told',
      schema: z.object({
        valid: z.boolean(),
        policies: z.number().int().describe('how many could be read'),
        faults: z.array(Finding),
        warnings: z.array(Finding),
      }),
    },
  },
});

const flag = z.enum(['', 'true', 'false']).transform((text) => text !== 'false');

const Change = z
  .object({
    change: z.enum(['create', 'update', 'remove', 'none']),
    id: z.string(),
    name: z.string(),
    namespace: z.string().nullable(),
    file: z.string().nullable(),
    line: z.number().int().nullable(),
    differences: z.array(z.object({ member: z.string(), before: z.unknown(), after: z.unknown() })),
    kept: z
      .array(z.enum(['enabled', 'autonomy']))
      .describe('switched through the API, and the file says nothing of it'),
    deployed: z.boolean().describe('it is part of the deploy, which says the same'),
  })
  .meta({ id: 'PolicyChange' });

export const applyPolicies = route({
  id: 'applyPolicies',
  method: 'POST',
  path: '/policies/apply',
  scope: 'write',
  conditional: true,
  tag,
  summary: 'Applies policy files as one: all of them or, where anything is wrong or somebody was faster, none',
  query: z.object({
    dry_run: flag.optional().describe('only tells what would change'),
    prune: flag.optional().describe('removes what was applied before and is in none of the files'),
    within: z.string().max(300).optional().describe('prunes only what was applied from files whose path begins so'),
  }),
  body: PolicyFiles,
  answers: {
    200: {
      description: 'What changes, or would',
      schema: z.object({
        applied: z.boolean(),
        version: z.number().int().nonnegative().describe('of the applied tree as it is now; the ETag too'),
        changes: z.array(Change),
        warnings: z.array(Finding),
      }),
    },
  },
});

export const policyRoutes = [
  listPolicies,
  createPolicy,
  validatePolicies,
  applyPolicies,
  getPolicy,
  replacePolicy,
  deletePolicy,
];
