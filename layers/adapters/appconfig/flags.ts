import {
  type AppConfigClient,
  ConflictException,
  CreateHostedConfigurationVersionCommand,
  type Deployment,
  GetDeploymentCommand,
  GetHostedConfigurationVersionCommand,
  ListDeploymentsCommand,
  paginateListConfigurationProfiles,
  paginateListEnvironments,
  ResourceNotFoundException,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig';
import {
  type AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { EMPTY_DOCUMENT, FlagDocument, withFlags } from '#domain/flags/document.ts';
import { Flags } from '#domain/flags/flag.ts';
import type { FlagStore } from '#ports';
import { ActionBusy } from '#usecases/actionType.ts';

/** Where the flags live: one application; in it each service has an environment and a profile that bear its name. */
export interface FlagsPlace {
  application: string;
  /** the id of a deployment strategy that takes no time and bakes for none */
  strategy: string;
}

interface Ids {
  environment: string;
  profile: string;
}

const UNDER_WAY: ReadonlySet<string> = new Set(['DEPLOYING', 'BAKING', 'VALIDATING', 'ROLLING_BACK']);
const IN_FORCE: ReadonlySet<string> = new Set(['COMPLETE']);
/** Further back than this nobody rolled back one deployment after the other. */
const MOST_BACK = 50;

/** Feature flags in AWS AppConfig. AppConfig keeps one configuration in force an environment, and lets one deployment at
 *  a time change it; the number of the newest deployment is what a change is conditional on. */
export function appConfigFlags(
  controlPlane: () => AppConfigClient,
  dataPlane: () => AppConfigDataClient,
  where: () => FlagsPlace,
): FlagStore {
  const known = new Map<string, Ids>();

  async function idsOf(service: string): Promise<Ids | undefined> {
    const found = known.get(service) ?? (await find(controlPlane(), where().application, service));
    if (found) known.set(service, found);
    return found;
  }

  return {
    async read(service) {
      const ids = await idsOf(service);
      if (!ids) return undefined;
      const control = controlPlane();
      const { application } = where();
      const newest = await newestNumber(control, application, ids.environment);
      const recent = await walkBack(control, { application, ids, newest });
      const { inForce, underWay } = recent;
      const document = inForce ? await content(control, application, ids.profile, inForce) : EMPTY_DOCUMENT;
      return {
        flags: document.values,
        deployment: newest,
        underWay: underWay && { number: underWay.DeploymentNumber ?? 0, description: underWay.Description ?? '' },
        since: inForce?.CompletedAt ? inForce.CompletedAt.getTime() / 1000 : null,
      };
    },

    async set(service, wanted, seen, why) {
      const control = controlPlane();
      const { application, strategy } = where();
      const ids = await idsOf(service);
      if (!ids) throw new Error(`${service} has no environment in AppConfig`);
      const { inForce } = await walkBack(control, { application, ids, newest: seen.deployment });
      const before = inForce ? await content(control, application, ids.profile, inForce) : EMPTY_DOCUMENT;
      const { VersionNumber } = await control.send(
        new CreateHostedConfigurationVersionCommand({
          ApplicationId: application,
          ConfigurationProfileId: ids.profile,
          Content: new TextEncoder().encode(JSON.stringify(withFlags(before, wanted))),
          ContentType: 'application/json',
          Description: why,
        }),
      );
      try {
        await control.send(
          new StartDeploymentCommand({
            ApplicationId: application,
            EnvironmentId: ids.environment,
            ConfigurationProfileId: ids.profile,
            ConfigurationVersion: String(VersionNumber),
            DeploymentStrategyId: strategy,
            Description: why,
            ...(seen.deployment > 0 ? { LatestDeploymentNumber: seen.deployment } : {}),
          }),
        );
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
        throw new ActionBusy(`AppConfig deploys something else to ${service} now: ${error.message}`);
      }
    },

    async served(service) {
      const ids = await idsOf(service);
      if (!ids) return {};
      const data = dataPlane();
      const { InitialConfigurationToken } = await data.send(
        new StartConfigurationSessionCommand({
          ApplicationIdentifier: where().application,
          EnvironmentIdentifier: ids.environment,
          ConfigurationProfileIdentifier: ids.profile,
        }),
      );
      const answer = await data.send(
        new GetLatestConfigurationCommand({ ConfigurationToken: InitialConfigurationToken }),
      );
      // an empty body comes as no bytes at all
      const { Configuration: told } = answer;
      return told instanceof Uint8Array && told.length > 0
        ? Flags.parse(JSON.parse(new TextDecoder().decode(told)))
        : {};
    },
  };
}

async function find(client: AppConfigClient, ApplicationId: string, service: string): Promise<Ids | undefined> {
  const environment = await named(paginateListEnvironments({ client }, { ApplicationId }), service);
  const profile = await named(
    paginateListConfigurationProfiles({ client }, { ApplicationId, Type: 'AWS.AppConfig.FeatureFlags' }),
    service,
  );
  return environment !== undefined && profile !== undefined ? { environment, profile } : undefined;
}

async function named(
  pages: AsyncIterable<{ Items?: { Id?: string; Name?: string }[] }>,
  name: string,
): Promise<string | undefined> {
  for await (const { Items = [] } of pages) {
    const found = Items.find((item) => item.Name === name);
    if (found) return found.Id;
  }
  return undefined;
}

/** The list begins with the newest on AWS; an emulator may begin with the oldest and end early, so what follows the
 *  highest that was listed is asked for until there is none. */
async function newestNumber(client: AppConfigClient, ApplicationId: string, EnvironmentId: string): Promise<number> {
  const { Items = [] } = await client.send(
    new ListDeploymentsCommand({ ApplicationId, EnvironmentId, MaxResults: MOST_BACK }),
  );
  let newest = Math.max(0, ...Items.map(({ DeploymentNumber = 0 }) => DeploymentNumber));
  if (Items.length < MOST_BACK) return newest;
  while (await deploymentOf(client, ApplicationId, EnvironmentId, newest + 1)) newest += 1;
  return newest;
}

async function deploymentOf(
  client: AppConfigClient,
  ApplicationId: string,
  EnvironmentId: string,
  DeploymentNumber: number,
): Promise<Deployment | undefined> {
  try {
    return await client.send(new GetDeploymentCommand({ ApplicationId, EnvironmentId, DeploymentNumber }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** From the newest deployment back to the one whose flags are in force: what was rolled back or reverted is not. */
async function walkBack(
  client: AppConfigClient,
  { application, ids, newest }: { application: string; ids: Ids; newest: number },
): Promise<{ inForce: Deployment | undefined; underWay: Deployment | null }> {
  let underWay: Deployment | null = null;
  for (let number = newest; number > Math.max(0, newest - MOST_BACK); number -= 1) {
    const deployment = await deploymentOf(client, application, ids.environment, number);
    const state = deployment?.State ?? '';
    if (deployment && UNDER_WAY.has(state)) underWay ??= deployment;
    if (IN_FORCE.has(state) && deployment?.ConfigurationProfileId === ids.profile)
      return { inForce: deployment, underWay };
  }
  return { inForce: undefined, underWay };
}

async function content(
  client: AppConfigClient,
  ApplicationId: string,
  ConfigurationProfileId: string,
  { ConfigurationVersion }: Deployment,
): Promise<FlagDocument> {
  const { Content } = await client.send(
    new GetHostedConfigurationVersionCommand({
      ApplicationId,
      ConfigurationProfileId,
      VersionNumber: Number(ConfigurationVersion),
    }),
  );
  return FlagDocument.parse(JSON.parse(new TextDecoder().decode(Content)));
}
