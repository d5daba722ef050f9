import { Fn, Stack } from 'aws-cdk-lib';
import type { HttpApi, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  OriginRequestPolicy,
  PriceClass,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { explain } from '../nag.ts';

/** One origin for people and programs: the API at its root, the stream at `/stream/anomalies`. Nothing is cached. */
export function oneAddress(scope: Construct, api: HttpApi, sockets: WebSocketApi, socketStage: WebSocketStage): string {
  const host = (endpoint: string): string => Fn.select(2, Fn.split('/', endpoint));
  const passed = {
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
  };
  // A WebSocket API knows the path of its stage and no other.
  const toStage = new EdgeFunction(scope, 'ToSocketStage', {
    comment: 'Forestall: /stream/anomalies is the stage of the WebSocket API',
    code: FunctionCode.fromInline(
      `function handler(event) { event.request.uri = '/${socketStage.stageName}'; return event.request; }`,
    ),
  });
  // The API must not get the viewer's Host, so what address the viewer used is told beside it.
  const toApi = new EdgeFunction(scope, 'ToApi', {
    comment: "Forestall: the viewer's host, for answers that name the one address",
    code: FunctionCode.fromInline(
      `function handler(event) {
        var headers = event.request.headers;
        headers['x-forwarded-host'] = { value: headers.host.value };
        return event.request;
      }`,
    ),
  });
  const distribution = new Distribution(scope, 'OneAddress', {
    comment: `Forestall (${Stack.of(scope).region})`,
    priceClass: PriceClass.PRICE_CLASS_100,
    defaultBehavior: {
      origin: new HttpOrigin(host(api.apiEndpoint)),
      ...passed,
      functionAssociations: [{ function: toApi, eventType: FunctionEventType.VIEWER_REQUEST }],
    },
    additionalBehaviors: {
      '/stream/anomalies': {
        origin: new HttpOrigin(host(sockets.apiEndpoint)),
        ...passed,
        functionAssociations: [{ function: toStage, eventType: FunctionEventType.VIEWER_REQUEST }],
      },
    },
  });
  explain(distribution, 'AwsSolutions-CFR1', 'an API key guards each call, from wherever it comes');
  explain(distribution, 'AwsSolutions-CFR2', 'a web ACL costs more than the platform; whoever has one attaches it');
  explain(distribution, 'AwsSolutions-CFR3', 'the API behind it keeps access logs of each request');
  explain(
    distribution,
    'AwsSolutions-CFR4',
    "without a domain of its own it has CloudFront's certificate, which sets the protocol",
  );
  return `https://${distribution.distributionDomainName}`;
}
