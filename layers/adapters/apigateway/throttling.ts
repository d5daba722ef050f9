import {
  type APIGatewayClient,
  GetStageCommand as GetRestStageCommand,
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
const NO_LIMIT: StageLimit = { rate: null, burst: null };

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
  // `/orders/POST` is `~1orders/POST` in a path of a patch; the whole stage is `*/*`
  const keyOf = (route: string) => (route === WHOLE ? '*/*' : route.replace(/^\//, ''));
  const pathOf = (route: string) => {
    if (route === WHOLE) return '/*/*';
    const at = route.lastIndexOf('/');
    return `/${route.slice(0, at).replaceAll('~', '~0').replaceAll('/', '~1')}${route.slice(at)}`;
  };
  const known = (value: number | undefined) => (value === undefined || value < 0 ? null : value);
  return {
    async read(gateway) {
      try {
        const { methodSettings } = await client().send(
          new GetRestStageCommand({ restApiId: gateway.api, stageName: gateway.stage }),
        );
        return Object.fromEntries(
          routesOf(gateway).map((route) => {
            const found = methodSettings?.[keyOf(route)] ?? methodSettings?.[route];
            const limit = { rate: known(found?.throttlingRateLimit), burst: known(found?.throttlingBurstLimit) };
            return [route, found ? limit : NO_LIMIT];
          }),
        );
      } catch (error) {
        if (error instanceof NoRestStage) return undefined;
        throw error;
      }
    },
    async write(gateway, limits) {
      const patchOperations = Object.entries(limits).flatMap(([route, { rate, burst }]): PatchOperation[] => [
        { op: 'replace', path: `${pathOf(route)}/throttling/rateLimit`, value: String(rate ?? UNLIMITED) },
        { op: 'replace', path: `${pathOf(route)}/throttling/burstLimit`, value: String(burst ?? UNLIMITED) },
      ]);
      await client().send(
        new UpdateRestStageCommand({ restApiId: gateway.api, stageName: gateway.stage, patchOperations }),
      );
    },
  };
}
