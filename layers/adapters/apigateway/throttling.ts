import {
  type APIGatewayClient,
  GetStageCommand as GetRestStageCommand,
  type MethodSetting,
  NotFoundException as NoRestStage,
  type PatchOperation,
  UpdateStageCommand as UpdateRestStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  type ApiGatewayV2Client,
  GetStageCommand,
  NotFoundException as NoStage,
  type RouteSettings,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import type { Gateway, StageLimit, Throttling } from '#ports';

/** The whole stage, where no routes are named. */
export const WHOLE = '*';

/** Throttling of API Gateway's stages. AWS takes it as a target and no promise: it is best effort. */
export function stageThrottling(http: () => ApiGatewayV2Client, rest: () => APIGatewayClient): Throttling {
  const kinds = { http: httpStage(http), rest: restStage(rest) };
  return {
    read: (gateway) => kinds[gateway.kind].read(gateway),
    write: (gateway, limits) => kinds[gateway.kind].write(gateway, limits),
  };
}

const routesOf = ({ routes }: Gateway): readonly string[] => routes ?? [WHOLE];

function httpStage(client: () => ApiGatewayV2Client): Throttling {
  const settings = async ({ api, stage }: Gateway) => {
    try {
      return await client().send(new GetStageCommand({ ApiId: api, StageName: stage }));
    } catch (error) {
      if (error instanceof NoStage) return undefined;
      throw error;
    }
  };
  const limitOf = (found: RouteSettings | undefined): StageLimit => ({
    rate: found?.ThrottlingRateLimit ?? null,
    burst: found?.ThrottlingBurstLimit ?? null,
  });
  return {
    async read(gateway) {
      const found = await settings(gateway);
      if (!found) return undefined;
      const of = (route: string) => (route === WHOLE ? found.DefaultRouteSettings : found.RouteSettings?.[route]);
      return Object.fromEntries(routesOf(gateway).map((route) => [route, limitOf(of(route))]));
    },
    async write(gateway, limits) {
      // UpdateStage replaces a route's settings as a whole, so what else they say is said again
      const found = await settings(gateway);
      const changed = (route: string, { rate, burst }: StageLimit): RouteSettings => {
        const {
          ThrottlingRateLimit: _rate,
          ThrottlingBurstLimit: _burst,
          ...rest
        } = (route === WHOLE ? found?.DefaultRouteSettings : found?.RouteSettings?.[route]) ?? {};
        return {
          ...rest,
          ...(rate === null ? {} : { ThrottlingRateLimit: rate }),
          ...(burst === null ? {} : { ThrottlingBurstLimit: burst }),
        };
      };
      const { [WHOLE]: whole, ...routes } = limits;
      const wanted = Object.entries(routes).map(([route, limit]) => [route, changed(route, limit)] as const);
      await client().send(
        new UpdateStageCommand({
          ApiId: gateway.api,
          StageName: gateway.stage,
          ...(whole === undefined ? {} : { DefaultRouteSettings: changed(WHOLE, whole) }),
          ...(wanted.length === 0 ? {} : { RouteSettings: { ...found?.RouteSettings, ...Object.fromEntries(wanted) } }),
        }),
      );
    },
  };
}

/** A REST API counts -1 as "no limit of the stage's own". */
const UNLIMITED = -1;

function restStage(client: () => APIGatewayClient): Throttling {
  const settings = async ({ api, stage }: Gateway) => {
    try {
      const found = await client().send(new GetRestStageCommand({ restApiId: api, stageName: stage }));
      return found.methodSettings ?? {};
    } catch (error) {
      if (error instanceof NoRestStage) return undefined;
      throw error;
    }
  };
  const known = (value: number | undefined) => (value === undefined || value < 0 ? null : value);
  return {
    async read(gateway) {
      const found = await settings(gateway);
      if (!found) return undefined;
      return Object.fromEntries(
        routesOf(gateway).map((route) => {
          const entry = entryOf(found, route);
          return [route, { rate: known(entry?.throttlingRateLimit), burst: known(entry?.throttlingBurstLimit) }];
        }),
      );
    },
    async write(gateway, limits) {
      const found = (await settings(gateway)) ?? {};
      const patchOperations = Object.entries(limits).flatMap(([route, { rate, burst }]): PatchOperation[] => {
        const path = patchPath(route);
        const entry = entryOf(found, route);
        // what the limit itself made goes again as a whole; an entry that says more than a limit stays
        if (rate === null && burst === null && !saysMore(entry)) return entry ? [{ op: 'remove', path }] : [];
        return [
          { op: 'replace', path: `${path}/throttling/rateLimit`, value: String(rate ?? UNLIMITED) },
          { op: 'replace', path: `${path}/throttling/burstLimit`, value: String(burst ?? UNLIMITED) },
        ];
      });
      if (patchOperations.length === 0) return;
      await client().send(
        new UpdateRestStageCommand({ restApiId: gateway.api, stageName: gateway.stage, patchOperations }),
      );
    },
  };
}

/** `/orders/POST` as resource and method; the whole stage is every method of every resource. */
function partsOf(route: string): { resource: string; method: string } {
  if (route === WHOLE) return { resource: '*', method: '*' };
  const at = route.lastIndexOf('/');
  return { resource: route.slice(0, at) || '/', method: route.slice(at + 1) };
}

/** The path of a patch: a resource's own slashes are written `~1` (RFC 6901). */
function patchPath(route: string): string {
  const { resource, method } = partsOf(route);
  return `/${resource.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
}

/** A stage names a resource with or without its first slash. */
function entryOf(found: Readonly<Record<string, MethodSetting>>, route: string): MethodSetting | undefined {
  const { resource, method } = partsOf(route);
  return found[`${resource.replace(/^\//, '')}/${method}`] ?? found[`${resource}/${method}`];
}

const saysMore = (entry: MethodSetting | undefined): boolean =>
  entry !== undefined &&
  (entry.metricsEnabled === true ||
    entry.dataTraceEnabled === true ||
    entry.cachingEnabled === true ||
    (entry.loggingLevel !== undefined && entry.loggingLevel !== 'OFF'));
