import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import { routeGroups } from '#contract/index.ts';
import type { App } from '../app.ts';
import { Alarms, summed } from '../constructs/alarms.ts';
import { ForestallFunction, WHOLE_PROCESSOR } from '../constructs/forestallFunction.ts';
import { logGroup } from '../constructs/logGroup.ts';
import { oneAddress } from '../constructs/oneAddress.ts';
import {
  adminKeyReader,
  auditor,
  decisionKeeper,
  decisionReader,
  forestReader,
  notifier,
  predictionReader,
  queueCounter,
  sender,
  valueReader,
} from '../grants.ts';
import { explain } from '../nag.ts';
import { takesAlerts } from './alerts.ts';
import { verifiesAudit } from './audit.ts';
import type { DataStack } from './data.ts';
import type { DetectionStack } from './detection.ts';
import type { FlagsStack } from './flags.ts';
import type { JobsStack } from './jobs.ts';
import type { NotificationStack } from './notification.ts';
import {
  plansActions,
  type RemediationStack,
  remediates,
  startsRemediations,
  wakesRemediations,
} from './remediation.ts';

export interface Before {
  data: DataStack;
  jobs: JobsStack;
  detection: DetectionStack;
  flags: FlagsStack;
  remediation: RemediationStack;
  notification: NotificationStack;
}

/** The HTTP API: one function a group of routes, each with what its group needs and nothing more. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, app: App, before: Before, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: the HTTP API and the one address' });
    const { cors } = app.installation.configuration;
    const api = new HttpApi(this, 'Http', {
      description: 'Forestall',
      createDefaultStage: false,
      ...(cors.length > 0 ? { corsPreflight: preflight(cors) } : {}),
    });
    for (const [group, routes] of Object.entries(routeGroups)) {
      const made = this.#group(group, app, before);
      const integration = new HttpLambdaIntegration(`${group}Integration`, made);
      for (const { method, path } of routes) {
        api.addRoutes({ path, methods: [HttpMethod[method]], integration });
      }
      // what no route takes is answered as a problem too: 404, or 405 where the path is known
      if (group === 'meta')
        new HttpRoute(api, 'Otherwise', { httpApi: api, routeKey: HttpRouteKey.DEFAULT, integration });
    }
    explain(
      api,
      'AwsSolutions-APIG4',
      'the functions authenticate by themselves, in the first link of one chain (decision 9)',
    );
    this.#stage(api, app);

    new Alarms(this, before.data.alarmTopic).above(
      'ApiErrors',
      summed('AWS/ApiGateway', '5xx', { ApiId: api.apiId }),
      0,
      'the API answered with an error of its own: its log has the request id',
    );
    new CfnOutput(this, 'ApiId', { value: api.apiId });
    new CfnOutput(this, 'AdminKeySecret', { value: before.data.adminKey.secretArn });
    if (!app.settings.local) {
      const address = oneAddress(this, api, before.notification.sockets, before.notification.stage);
      new CfnOutput(this, 'Url', {
        value: address,
        description: 'the one address: API at its root, /stream/anomalies',
      });
    }
  }

  #stage(api: HttpApi, app: App): void {
    const accessLog = logGroup(this, 'AccessLogs', app);
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      ...(app.settings.local ? {} : { accessLogSettings: { destination: new LogGroupLogDestination(accessLog) } }),
    });
  }

  #group(group: string, app: App, { data, flags, jobs, remediation, notification }: Before): ForestallFunction {
    const name = `Http${group.charAt(0).toUpperCase()}${group.slice(1)}`;
    const made = new ForestallFunction(this, name, app, {
      entry: `http/${group}`,
      timeoutSeconds: 29,
      ...(group === 'forecast' ? { memoryMiB: WHOLE_PROCESSOR } : {}),
    });
    const { stores, webhookKey } = data;
    // what the chain needs: the key, its counter, the record of a repeated request
    made
      .uses(stores.keys, 'GetItem', 'UpdateItem')
      .uses(stores.requests, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    adminKeyReader(made, app, data);
    auditor(made, app, data);
    const needs: Record<string, () => void> = {
      alerts: () => takesAlerts(made, data),
      anomalies: () => {
        made
          .uses(stores.anomalies, 'GetItem', 'Query')
          .uses(stores.services, 'GetItem', 'Scan')
          .uses(stores.history, 'Query')
          .uses(stores.feedback, 'GetItem', 'Query', 'PutItem', 'DeleteItem');
        valueReader(made, data);
      },
      services: () => {
        made
          .uses(stores.anomalies, 'Query')
          .uses(stores.services, 'GetItem', 'Scan')
          .uses(stores.history, 'Query')
          .uses(stores.feedback, 'Query');
        valueReader(made, data);
        predictionReader(made, data);
      },
      forecast: () => {
        made.uses(stores.policies, 'Scan').uses(stores.services, 'Scan').uses(stores.history, 'Query');
        valueReader(made, data);
        predictionReader(made, data);
      },
      backtest: () => {
        jobs.begunBy(made, app);
        made.uses(stores.policies, 'Scan').uses(stores.progress, 'GetItem');
        decisionReader(made, data);
      },
      policies: () => {
        made
          .uses(stores.policies, 'Scan', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem')
          .uses(stores.services, 'GetItem', 'Scan')
          .uses(stores.actions, 'Query');
      },
      actions: () => {
        remediates(made, data);
        startsRemediations(made, remediation.machine);
        wakesRemediations(made, remediation.machine, app);
        plansActions(made, app, { data, flags });
      },
      autonomy: () => {
        made
          .uses(stores.policies, 'Scan')
          .uses(stores.services, 'Scan', 'GetItem')
          .uses(stores.control, 'GetItem', 'UpdateItem');
      },
      engine: () => {
        remediates(made, data);
        startsRemediations(made, remediation.machine);
        decisionKeeper(made, data);
        made.uses(stores.control, 'PutItem');
      },
      webhooks: () => {
        made
          .uses(stores.webhooks, 'GetItem', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem')
          .uses(stores.integrations, 'GetItem', 'Scan')
          .uses(stores.deliveries, 'GetItem', 'Query', 'UpdateItem', 'DeleteItem');
        sender(made, 'DELIVERY_QUEUE_URL', notification.deliveries, app);
        sender(made, 'FEED_QUEUE_URL', notification.feed, app);
        made.addEnvironment('WEBHOOK_KEY_ID', webhookKey.keyArn);
        made.allow(['kms:Encrypt', 'kms:Decrypt'], [webhookKey.keyArn]);
      },
      integrations: () => {
        notifier(made, app, data);
        made.uses(stores.integrations, 'Scan', 'PutItem', 'DeleteItem');
        made.allow(['kms:Encrypt'], [webhookKey.keyArn]);
      },
      interactions: () => {
        made.uses(stores.integrations, 'GetItem');
        made.addEnvironment('WEBHOOK_KEY_ID', webhookKey.keyArn);
        made.allow(['kms:Decrypt'], [webhookKey.keyArn]);
        sender(made, 'FEED_QUEUE_URL', notification.feed, app);
        remediates(made, data);
        startsRemediations(made, remediation.machine);
        wakesRemediations(made, remediation.machine, app);
        plansActions(made, app, { data, flags });
      },
      silences: () => {
        made
          .uses(stores.silences, 'GetItem', 'Scan', 'PutItem', 'DeleteItem')
          .uses(stores.services, 'GetItem')
          .uses(stores.notices, 'Query', 'Scan')
          .uses(stores.anomalies, 'GetItem');
        sender(made, 'FEED_QUEUE_URL', notification.feed, app);
      },
      stream: () => {
        made.uses(stores.connections, 'Scan');
        made.addEnvironment('WEBSOCKET_ENDPOINT', notification.socketEndpoint);
      },
      keys: () => {
        made.uses(stores.keys, 'Query', 'PutItem', 'DeleteItem').uses(stores.connections, 'Scan', 'DeleteItem');
        made.addEnvironment('WEBSOCKET_ENDPOINT', notification.socketEndpoint);
        notification.maySend(made);
      },
      ml: () => {
        forestReader(made, app, data);
        made.uses(stores.settings, 'PutItem').uses(stores.services, 'Scan');
      },
      audit: () => {
        verifiesAudit(made, data);
        jobs.begunBy(made, app);
      },
      metrics: () => {
        made
          .uses(stores.anomalies, 'Query')
          .uses(stores.actions, 'Query')
          .uses(stores.deliveries, 'Query')
          .uses(stores.connections, 'Scan')
          .uses(stores.notices, 'Query')
          .uses(stores.events, 'GetItem')
          .uses(stores.control, 'GetItem');
        queueCounter(made, app, data);
      },
      meta: () => {
        made.uses(stores.jobs, 'GetItem');
      },
    };
    const give = needs[group];
    if (!give) throw new Error(`the routes of ${group} have no grants: add them in infra/stacks/api.ts`);
    give();
    explain(made, 'AwsSolutions-IAM5', "indexes of the tables named, and what the group's own grants explain");
    return made;
  }
}

/** A page of another origin may read what the contract promises in headers. */
const preflight = (allowOrigins: string[]): CorsPreflightOptions => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.ANY],
  allowHeaders: ['*'],
  exposeHeaders: ['ETag', 'Location', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'x-request-id'],
});
