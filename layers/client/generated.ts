import openapiTS, { astToString } from 'openapi-typescript';
import { allRoutes } from '#contract/index.ts';
import { openApiDocument } from '#contract/openapi.ts';

const HEAD = `// Made by \`npm run schemas\` from the OpenAPI document; a test compares. Change the contract, not this file.

`;

/** Where `clientTypes` belong, beside this file. */
export const CLIENT_TYPES = new URL('api.generated.ts', import.meta.url);

/** The types of every request and answer, as TypeScript, from the contract as it is now. */
export async function clientTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(openApiDocument(allRoutes)), (key, value: unknown) =>
    key === 'example' ? undefined : value,
  );
  // what has a default may be left out of a request
  return HEAD + astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }));
}
