import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Service } from '#domain/service/service.ts';
import type { ServiceCatalog } from '#ports';

/** What is watched, one item a service: some tens of items, read whole. */
export function serviceTable(client: DynamoDBDocumentClient, table: string): ServiceCatalog {
  return {
    async all() {
      const services: Service[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: start }));
        services.push(...(page.Items ?? []).map((item) => Service.parse(item)));
        start = page.LastEvaluatedKey;
      } while (start);
      return services.sort((a, b) => a.name.localeCompare(b.name));
    },
    async get(name) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { name }, ConsistentRead: true }));
      return Item === undefined ? undefined : Service.parse(Item);
    },
    async put(services) {
      for (const service of services) await client.send(new PutCommand({ TableName: table, Item: service }));
    },
    async remove(names) {
      for (const name of names) await client.send(new DeleteCommand({ TableName: table, Key: { name } }));
    },
  };
}
