import { CloudFormationClient, ListStacksCommand, paginateListStackResources } from '@aws-sdk/client-cloudformation';

/** Physical ids of what was deployed, by `<stack>/<type>/<logical id>`. */
export async function deployedResources(endpoint: string): Promise<Record<string, string>> {
  const client = new CloudFormationClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  const found: Record<string, string> = {};
  for (const { StackName } of StackSummaries) {
    if (!StackName?.startsWith('Forestall-')) continue;
    for await (const page of paginateListStackResources({ client }, { StackName })) {
      for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? []) {
        if (LogicalResourceId && PhysicalResourceId) {
          found[`${StackName}/${ResourceType}/${LogicalResourceId}`] = PhysicalResourceId;
        }
      }
    }
  }
  return found;
}
