import * as z from 'zod';
import { METHODS } from '#domain/forecast/models.ts';
import { ServiceName } from '#domain/service/name.ts';
import { Instant } from '#domain/time.ts';
import { pageOf, pageQuery, queryBoolean } from './page.ts';
import { route } from './route.ts';

const tag = 'Forecasts';
const Method = z.enum(METHODS).meta({ id: 'ForecastMethod', example: 'prophet' });
const share = z.number().min(0).max(1).nullable();

/** What both a forecast that is asked for and one that was made by itself say. Where none is made, figures are null. */
const said = {
  metric: z.string().describe('service and metric: orders_cpu_usage'),
  service: ServiceName,
  unit: z.string(),
  current: z.number().nullable().describe('the newest value; null where none came lately'),
  forecasted_max: z.number().nullable().describe('the highest of the middle forecast'),
  forecasted_min: z.number().nullable().describe('the lowest of it'),
  threshold: z
    .number()
    .nullable()
    .describe("the limit that is looked out for, in the metric's unit; null: there is none"),
  threshold_from: z
    .enum(['request', 'policy', 'configuration', 'catalogue'])
    .nullable()
    .describe("whose limit it is: the one given, the strictest enabled policy's, forestall.yml's, the natural one"),
  will_breach: z.boolean().nullable().describe('more likely than not within the time; null: nobody can say'),
  breach_time: Instant.nullable().describe('when it is as likely as not to have happened'),
  breach_probability: share.describe('that the threshold is reached within the time'),
  forecast_horizon: z.string().describe('how far ahead: 2h'),
  confidence: share.describe('measured: the share of held-back values of this very series inside its 90 % interval'),
  method: Method.nullable().describe('null: none can forecast this honestly, and `abstained` says why'),
  abstained: z.string().nullable().describe('why there is no forecast: too little history, a constant series, …'),
  made_at: Instant,
};

const Interval = z
  .object({ level: z.literal(0.9), lower: z.number(), upper: z.number() })
  .meta({ id: 'ForecastInterval' });

export const ForecastPoint = z
  .object({ at: Instant, p10: z.number(), p50: z.number(), p90: z.number() })
  .meta({ id: 'ForecastPoint' });

export const Forecast = z
  .object({
    ...said,
    interval: Interval.nullable().describe('the 90 % interval at the time of forecasted_max'),
    points: z
      .array(ForecastPoint)
      .describe('the middle, and what nine in ten values lie above and below of; oldest first'),
  })
  .meta({ id: 'Forecast' });

/** The last scheduled forecast of a series. */
export const Prediction = z
  .object({ ...said, anomaly_id: z.string().nullable().describe('the episode of the foreseen breach that was told') })
  .meta({ id: 'Prediction' });

const predictions = {
  200: {
    description: 'The last scheduled forecasts: breaches ahead, soonest first',
    schema: pageOf('predictions', Prediction),
  },
};
const list = {
  all: queryBoolean.optional().describe('true: those too that foresee no breach, or nothing, behind the others'),
  ...pageQuery,
};

export const postForecast = route({
  id: 'postForecast',
  method: 'POST',
  path: '/forecast',
  scope: 'read',
  tag,
  summary: 'What a metric will do in the next hours, and whether it reaches a threshold',
  body: z
    .strictObject({
      service: ServiceName,
      metric: z.string().min(1).max(100),
      periods: z.number().int().min(1).max(24).describe('hours ahead'),
      threshold: z.number().optional().describe("in the metric's unit"),
      method: z
        .enum(['auto', ...METHODS])
        .optional()
        .describe('whichever predicts this series best for what it costs, unless one is named'),
    })
    .meta({ id: 'ForecastRequest', example: { service: 'orders', metric: 'cpu_usage', periods: 2 } }),
  answers: { 200: { description: 'The forecast, or why there is none', schema: Forecast } },
});

export const listPredict = route({
  id: 'listPredict',
  method: 'GET',
  path: '/predict',
  scope: 'read',
  tag,
  summary: 'Breaches ahead of one service, or of all',
  query: z.object({ service: ServiceName.optional(), ...list }),
  names: true,
  answers: predictions,
});

export const listPredictions = route({
  id: 'listPredictions',
  method: 'GET',
  path: '/predictions/all',
  scope: 'read',
  tag,
  summary: 'Breaches ahead of all services',
  query: z.object(list),
  answers: predictions,
});

export const listServicePredictions = route({
  id: 'listServicePredictions',
  method: 'GET',
  path: '/predictions/{service}',
  scope: 'read',
  tag,
  summary: 'Breaches ahead of one service',
  params: z.object({ service: ServiceName }),
  query: z.object(list),
  answers: predictions,
});

// API Gateway prefers the literal path: /predictions/all is never the service of that name.
export const forecastRoutes = [postForecast, listPredict, listPredictions, listServicePredictions];
