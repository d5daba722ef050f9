import {
  type AutomationExecutionStatus,
  DescribeDocumentCommand,
  GetAutomationExecutionCommand,
  InvalidDocument,
  ListTagsForResourceCommand,
  type SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import type { Automation } from '#ports';

const RUNNING: readonly AutomationExecutionStatus[] = [
  'Pending',
  'InProgress',
  'Waiting',
  'Scheduled',
  'RunbookInProgress',
  'PendingApproval',
  'Approved',
  'PendingChangeCalendarOverride',
  'ChangeCalendarOverrideApproved',
  'Cancelling',
];
const SUCCEEDED: readonly AutomationExecutionStatus[] = ['Success', 'CompletedWithSuccess'];

/** Runs of SSM Automation documents. */
export const automationOf = (client: SSMClient): Automation => ({
  async describe(document) {
    try {
      const { Document } = await client.send(new DescribeDocumentCommand({ Name: document }));
      if (Document?.DocumentType !== 'Automation') return undefined;
      const { TagList = [] } = await client.send(
        new ListTagsForResourceCommand({ ResourceType: 'Document', ResourceId: Document.Name }),
      );
      return { consents: TagList.some(({ Key, Value }) => Key === 'forestall:act' && Value === 'true') };
    } catch (error) {
      if (error instanceof InvalidDocument) return undefined;
      throw error;
    }
  },
  async start(document, parameters, token) {
    const { AutomationExecutionId } = await client.send(
      new StartAutomationExecutionCommand({
        DocumentName: document,
        Parameters: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]])),
        ClientToken: token,
      }),
    );
    if (AutomationExecutionId === undefined) throw new Error('SSM started a run and gave no id');
    return AutomationExecutionId;
  },
  async state(run) {
    const { AutomationExecution: found } = await client.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId: run }),
    );
    const status = found?.AutomationExecutionStatus;
    const said = [status, found?.FailureMessage].filter(Boolean).join(': ');
    if (status !== undefined && SUCCEEDED.includes(status)) return { state: 'succeeded', said };
    return { state: status !== undefined && RUNNING.includes(status) ? 'running' : 'failed', said };
  },
});
