import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { everyMinute, everyMinutes } from '../constructs/everyMinute.ts';
import { ForestallFunction, WHOLE_PROCESSOR } from '../constructs/forestallFunction.ts';
import { type QueuePair, queueWithDeadLetters } from '../constructs/queueWithDeadLetters.ts';
import { readStream } from '../constructs/streamReader.ts';
import { adminKeyReader, auditor, notifier, sender } from '../grants.ts';
import { explain } from '../nag.ts';
import type { DataStack } from './data.ts';

const STAGE = 'prod';

/** notify → feed.fifo → publish → subscribers of the stream, and webhooks. */
export class NotificationStack extends Stack {
  readonly sockets: WebSocketApi;
  readonly stage: WebSocketStage;
  readonly deliveries: Queue;
  readonly feed: Queue;
  /** where posts to a connection go, e.g. `https://….execute-api.….amazonaws.com/prod` */
  readonly socketEndpoint: string;

  constructor(scope: Construct, id: string, app: App, data: DataStack, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: events, the stream, webhooks' });
    const feed = queueWithDeadLetters(this, 'Feed', app, { fifo: true, visibilitySeconds: 30 });
    const deliveries = queueWithDeadLetters(this, 'Deliveries', app, { visibilitySeconds: 90 });
    this.deliveries = deliveries.queue;
    this.feed = feed.queue;

    const session = this.#sessionFunctions(app, data, feed.queue);
    this.sockets = new WebSocketApi(this, 'Sockets', {
      description: 'Forestall: the stream of events, /stream/anomalies',
      routeSelectionExpression: '$request.body.action',
      connectRouteOptions: { integration: new WebSocketLambdaIntegration('Connect', session.connect) },
      disconnectRouteOptions: { integration: new WebSocketLambdaIntegration('Disconnect', session.disconnect) },
      defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Message', session.message) },
    });
    this.stage = new WebSocketStage(this, 'SocketStage', {
      webSocketApi: this.sockets,
      stageName: STAGE,
      autoDeploy: true,
      throttle: { rateLimit: 500, burstLimit: 1_000 },
    });
    explain(
      this.sockets,
      'AwsSolutions-APIG4',
      '$connect authenticates by the same code as the HTTP functions (decision 9); a connection without it is refused',
    );
    explain(
      this.stage,
      'AwsSolutions-APIG1',
      "each connection and message is a line in its function's log, with the key and the request id",
    );
    this.socketEndpoint =
      app.settings.endpoint === undefined
        ? this.stage.callbackUrl
        : `${app.settings.endpoint}/_aws/execute-api/${this.sockets.apiId}/${STAGE}`;
    session.message.addEnvironment('WEBSOCKET_ENDPOINT', this.socketEndpoint);
    this.maySend(session.message);

    const notify = this.#notify(app, data, feed.queue);
    const publish = this.#publish(app, data, feed, deliveries.queue);
    const { deliver, redeliver } = this.#deliver(app, data, deliveries, feed.queue);

    const alarms = new Alarms(this, data.alarmTopic);
    alarms.errors('Notify', notify);
    alarms.iteratorAge('Notify', notify);
    alarms.errors('Publish', publish);
    alarms.errors('Deliver', deliver);
    alarms.errors('Redeliver', redeliver);
    alarms.errors('SweepConnections', this.#sweepConnections(app, data));
    alarms.deadLetters('Feed', feed.deadLetters);
    alarms.deadLetters('Deliveries', deliveries.deadLetters);
    new CfnOutput(this, 'WebSocketApiId', { value: this.sockets.apiId });
  }

  /** Lets a function post to connections, and close them. */
  maySend(sender: ForestallFunction): void {
    this.sockets.grantManageConnections(sender);
    explain(sender, 'AwsSolutions-IAM5', 'any connection of the one WebSocket API');
  }

  #sessionFunctions(app: App, data: DataStack, feed: Queue) {
    const { stores } = data;
    const make = (name: string, entry: string) => new ForestallFunction(this, name, app, { entry, timeoutSeconds: 10 });
    const connect = make('SocketConnect', 'socket/connect')
      .uses(stores.connections, 'PutItem', 'DeleteItem')
      .uses(stores.keys, 'GetItem', 'UpdateItem')
      .uses(stores.requests, 'GetItem', 'UpdateItem', 'DeleteItem');
    sender(connect, 'FEED_QUEUE_URL', feed, app);
    adminKeyReader(connect, app, data);
    const disconnect = make('SocketDisconnect', 'socket/disconnect').uses(stores.connections, 'DeleteItem');
    const message = make('SocketMessage', 'socket/message').uses(stores.connections, 'GetItem', 'DeleteItem');
    sender(message, 'FEED_QUEUE_URL', feed, app);
    return { connect, disconnect, message };
  }

  /** Subscribers that ended without a word are let go of. */
  #sweepConnections(app: App, data: DataStack): ForestallFunction {
    const { stores } = data;
    const sweep = new ForestallFunction(this, 'ScheduleSweepConnections', app, {
      entry: 'schedule/sweepConnections',
      timeoutSeconds: 60,
      environment: { WEBSOCKET_ENDPOINT: this.socketEndpoint },
    })
      .uses(stores.connections, 'Scan', 'DeleteItem')
      .uses(stores.keys, 'GetItem');
    adminKeyReader(sweep, app, data);
    this.maySend(sweep);
    everyMinutes(5, sweep, 'SweepConnectionsEveryFiveMinutes', 'Forestall: lets go of subscribers that are dead');
    return sweep;
  }

  #notify(app: App, data: DataStack, feed: Queue): ForestallFunction {
    const { stores, deadLetters } = data;
    const notify = new ForestallFunction(this, 'StreamNotify', app, {
      entry: 'stream/notify',
      timeoutSeconds: 30,
    });
    sender(notify, 'FEED_QUEUE_URL', feed, app);
    sender(notify, 'DEAD_LETTER_QUEUE_URL', deadLetters, app);
    auditor(notify, app, data);
    readStream(notify, stores.anomalies.table, deadLetters);
    readStream(notify, stores.actions.table, deadLetters);
    return notify;
  }

  #publish(app: App, { stores }: DataStack, feed: QueuePair, deliveries: Queue): ForestallFunction {
    const publish = new ForestallFunction(this, 'QueuePublish', app, {
      entry: 'queue/publish',
      timeoutSeconds: 25,
      memoryMiB: WHOLE_PROCESSOR, // 500 posts are 0.2 s of one: with less, a burst waits for it
      environment: { WEBSOCKET_ENDPOINT: this.socketEndpoint },
    })
      .uses(stores.events, 'GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem')
      .uses(stores.connections, 'GetItem', 'Scan', 'PutItem', 'DeleteItem')
      .uses(stores.webhooks, 'Scan')
      .uses(stores.integrations, 'Scan')
      .uses(stores.deliveries, 'GetItem', 'PutItem', 'UpdateItem', 'ConditionCheckItem')
      .uses(stores.silences, 'Scan')
      .uses(stores.notices, 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem')
      .uses(stores.services, 'Scan')
      .uses(stores.anomalies, 'Query');
    sender(publish, 'DELIVERY_QUEUE_URL', deliveries, app);
    sender(publish, 'FEED_QUEUE_URL', feed.queue, app); // a long replay goes on in a message of its own
    this.maySend(publish);
    publish.addEventSource(new SqsEventSource(feed.queue, { batchSize: 10, reportBatchItemFailures: true }));
    return publish;
  }

  #deliver(app: App, data: DataStack, { queue }: QueuePair, feed: Queue) {
    const { stores, webhookKey } = data;
    const deliver = new ForestallFunction(this, 'QueueDeliver', app, {
      entry: 'queue/deliver',
      timeoutSeconds: 30,
      environment: { WEBHOOK_KEY_ID: webhookKey.keyArn },
    })
      .uses(stores.webhooks, 'GetItem', 'UpdateItem')
      .uses(stores.deliveries, 'GetItem', 'Query', 'UpdateItem', 'DeleteItem');
    notifier(deliver, app, data);
    deliver.uses(stores.integrations, 'PutItem');
    sender(deliver, 'FEED_QUEUE_URL', feed, app); // a webhook that is disabled is news
    deliver.allow(['kms:Decrypt'], [webhookKey.keyArn]);
    sender(deliver, 'DELIVERY_QUEUE_URL', queue, app);
    deliver.addEventSource(
      new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 5 }),
    );
    const redeliver = new ForestallFunction(this, 'ScheduleRedeliver', app, {
      entry: 'schedule/redeliver',
      timeoutSeconds: 30,
    })
      .uses(stores.deliveries, 'Query')
      .uses(stores.notices, 'Scan');
    sender(redeliver, 'DELIVERY_QUEUE_URL', queue, app);
    sender(redeliver, 'FEED_QUEUE_URL', feed, app); // who decides about notices is the feed's writer
    everyMinute(redeliver, 'RedeliverEveryMinute', 'Forestall: hands over the deliveries that are due');
    return { deliver, redeliver };
  }
}
