import { describe, expect, test } from 'vitest';
import { allRoutes } from './index.ts';
import { linksOf } from './links.ts';

const linksFrom = (id: string, status: number): Record<string, Record<string, string>> => {
  const contract = allRoutes.find((one) => one.id === id);
  if (contract === undefined) throw new Error(`there is no ${id}`);
  const links = linksOf(contract, contract.answers[status]?.schema, allRoutes);
  return Object.fromEntries(Object.entries(links).map(([name, { parameters }]) => [name, parameters]));
};

describe('an answer leads', () => {
  test('from what was made to what can be done with it', () => {
    const id = { id: '$response.body#/id' };
    expect(linksFrom('createPolicy', 201)).toMatchObject({ getPolicy: id, replacePolicy: id, deletePolicy: id });
    expect(linksFrom('createKey', 201)).toMatchObject({
      rotateKey: id,
      deleteKey: id,
      getRateLimit: { hash: '$response.body#/hash' },
    });
  });

  test('from a list to its first item and to its next page', () => {
    expect(linksFrom('listServices', 200)).toMatchObject({
      listServices: { cursor: '$response.body#/next_cursor' },
      getService: { name: '$response.body#/services/0/name' },
    });
  });

  test('to where an action or a job is told of, whoever began it', () => {
    expect(linksFrom('executeAction', 202)).toMatchObject({ getActionStatus: { id: '$response.body#/id' } });
    expect(linksFrom('backtestPolicies', 202)).toEqual({ getJob: { id: '$response.body#/id' } });
  });

  test('from an integration of whatever type, in whatever spelling, to what can be done with it', () => {
    const id = { id: '$response.body#/id' };
    expect(linksFrom('createIntegration', 201)).toMatchObject({ getIntegration: id, testIntegration: id });
    expect(linksFrom('createSlackWebhook', 201)).toMatchObject({ deleteIntegration: id });
    expect(linksFrom('listIntegrations', 200)).toMatchObject({
      getIntegration: { id: '$response.body#/integrations/0/id' },
    });
  });

  test('nowhere where it names nothing that has a route', () => {
    expect(linksFrom('getStatus', 200)).toEqual({});
    expect(linksFrom('deletePolicy', 204)).toEqual({});
  });
});
