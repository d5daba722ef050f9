import * as z from 'zod';
import { actionParameters } from './actionParameters/index.ts';
import { actionNames } from './checkActions.ts';
import { PolicyFile } from './document.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

const ROLLBACK = { const: 'rollback', description: 'in on_failure: takes back what was done' };
const LEASE = { $ref: '#/definitions/Duration', description: 'so long it holds, then it is undone by itself' };

/**
 * The schema of policy files as editors check and complete them: draft 7, with the parameters that each type of action
 * takes. What an editor cannot judge (conditions, what fits beside what) `npx forestall policies validate` does.
 */
export function editorSchema(): JsonSchema {
  const schema = z.toJSONSchema(PolicyFile, { io: 'input', target: 'draft-7' });
  const definitions = schema.definitions ?? {};
  return { ...schema, definitions: { ...definitions, WrittenAction: actionSchema() } };
}

/** An action in each of its spellings, by its type. */
function actionSchema(): JsonSchema {
  return {
    anyOf: [{ enum: [...actionNames] }, ROLLBACK, ...actionNames.flatMap(spellings)],
    description: 'what is done: a type, or an object with a type and its parameters, or one type with its setting',
  };
}

function spellings(name: string): JsonSchema[] {
  const properties = parametersOf(name);
  const setting = name === 'alert' ? properties.to : properties.mode;
  const typed: JsonSchema = {
    type: 'object',
    properties: { type: { const: name }, ...properties },
    required: ['type'], // the others may stand in what all actions of a policy have in common
    additionalProperties: false,
  };
  const below: JsonSchema = { type: 'object', properties, additionalProperties: false };
  const short: JsonSchema = {
    type: 'object',
    properties: { [name]: setting === undefined ? below : { anyOf: [setting, below] } },
    required: [name],
    additionalProperties: false,
  };
  return [typed, short];
}

function parametersOf(name: string): Record<string, JsonSchema> {
  const schema = actionParameters[name];
  if (schema === undefined) return {};
  const { properties = {} } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    reused: 'inline',
    unrepresentable: 'any',
  });
  const inlined = Object.entries(properties).filter(([, one]) => typeof one === 'object');
  return { ...Object.fromEntries(inlined), lease: LEASE };
}
