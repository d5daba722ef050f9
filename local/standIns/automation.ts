import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AwsError } from './awsError.ts';
import { checked } from './checked.ts';
import type { Service } from './standIns.ts';

const Values = z.record(z.string(), z.array(z.string()));
const Creating = z.looseObject({
  Name: z.string().regex(/^[A-Za-z0-9_.-]{3,128}$/),
  Content: z.string(),
  DocumentType: z.literal('Automation'),
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]),
});
const Starting = z.looseObject({
  DocumentName: z.string(),
  Parameters: Values.default({}),
  ClientToken: z.guid().optional(),
});
/** Of a document only what a run needs here: what it takes, and how its steps end. */
const Content = z.looseObject({
  schemaVersion: z.literal('0.3'),
  parameters: z.record(z.string(), z.looseObject({ default: z.unknown().optional() })).default({}),
  mainSteps: z
    .array(z.looseObject({ name: z.string(), action: z.string(), inputs: z.looseObject({}).default({}) }))
    .min(1),
});

interface Run {
  document: string;
  parameters: Record<string, string[]>;
  token: string | undefined;
  /** looks until it is over */
  left: number;
  fails: boolean;
}

/**
 * The part of SSM that runs Automation documents, which the emulator lacks. A run's steps are not carried out: it is
 * under way for a look, then it succeeds, or fails where a step sleeps for a time that is none. Refuses what AWS refuses.
 */
export function automation(): Service {
  const documents = new Map<string, { content: z.output<typeof Content>; tags: { Key: string; Value: string }[] }>();
  const runs = new Map<string, Run>();
  const find = (name: string) => {
    const found = documents.get(name);
    if (!found) throw new AwsError('InvalidDocument', `Document with name ${name} does not exist.`);
    return found;
  };
  return {
    CreateDocument: async (input) => {
      const { Name, Content: text, Tags } = checked(Creating, input);
      if (documents.has(Name)) throw new AwsError('DocumentAlreadyExists', `${Name} already exists`);
      const content = Content.safeParse(JSON.parse(text));
      if (!content.success) throw new AwsError('InvalidDocumentContent', content.error.message);
      documents.set(Name, { content: content.data, tags: Tags });
      return { DocumentDescription: { Name, DocumentType: 'Automation', Status: 'Active' } };
    },
    DescribeDocument: async (input) => {
      const { Name } = checked(z.looseObject({ Name: z.string() }), input);
      find(Name);
      return { Document: { Name, DocumentType: 'Automation', Status: 'Active' } };
    },
    ListTagsForResource: async (input) => {
      const { ResourceId } = checked(
        z.looseObject({ ResourceType: z.literal('Document'), ResourceId: z.string() }),
        input,
      );
      return { TagList: find(ResourceId).tags };
    },
    StartAutomationExecution: async (input) => {
      const { DocumentName, Parameters, ClientToken } = checked(Starting, input);
      const { content } = find(DocumentName);
      refuseParameters(content, Parameters);
      const there = [...runs].find(([, { token }]) => ClientToken !== undefined && token === ClientToken);
      if (there) return again(there, DocumentName, Parameters);
      const id = randomUUID();
      const fails = content.mainSteps.some(({ inputs }) => inputs.Duration === 'never');
      runs.set(id, { document: DocumentName, parameters: Parameters, token: ClientToken, left: 1, fails });
      return { AutomationExecutionId: id };
    },
    GetAutomationExecution: async (input) => {
      const { AutomationExecutionId: id } = checked(z.looseObject({ AutomationExecutionId: z.string() }), input);
      const run = runs.get(id);
      if (!run) throw new AwsError('AutomationExecutionNotFoundException', `Automation execution ${id} does not exist`);
      return { AutomationExecution: { AutomationExecutionId: id, DocumentName: run.document, ...stateOf(run) } };
    },
  };
}

function refuseParameters({ parameters }: z.output<typeof Content>, given: Record<string, string[]>): void {
  const wanted = Object.entries(parameters).filter(([, { default: one }]) => one === undefined);
  const missing = wanted.map(([name]) => name).filter((name) => given[name] === undefined);
  const strange = Object.keys(given).filter((name) => parameters[name] === undefined);
  const faults = [
    ...missing.map((name) => `${name} is missing`),
    ...strange.map((name) => `${name} is not one of its`),
  ];
  if (faults.length > 0) throw new AwsError('InvalidAutomationExecutionParametersException', faults.join('; '));
}

function again([id, run]: [string, Run], document: string, parameters: Record<string, string[]>) {
  if (run.document !== document || !isDeepStrictEqual(run.parameters, parameters))
    throw new AwsError('IdempotentParameterMismatch', 'the token was used with other parameters');
  return { AutomationExecutionId: id };
}

function stateOf(run: Run) {
  if (run.left-- > 0) return { AutomationExecutionStatus: 'InProgress' };
  if (!run.fails) return { AutomationExecutionStatus: 'Success' };
  return { AutomationExecutionStatus: 'Failed', FailureMessage: 'Step fails when it is poll action status' };
}
