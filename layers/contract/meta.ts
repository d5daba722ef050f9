import * as z from 'zod';
import { Job } from '#domain/job/job.ts';
import { route } from './route.ts';

const tag = 'Operations';

export const getLivez = route({
  id: 'getLivez',
  method: 'GET',
  path: '/livez',
  scope: 'public',
  tag,
  summary: 'Whether the API answers; asks nothing behind it',
  answers: {
    200: { description: 'It answers', schema: z.object({ status: z.literal('ok') }).meta({ id: 'Liveness' }) },
  },
});

export const getOpenApi = route({
  id: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  scope: 'public',
  tag,
  summary: 'This document',
  answers: {
    200: {
      description: 'OpenAPI 3.1, made from the schemas that validate the requests',
      schema: z.looseObject({ openapi: z.string() }),
    },
  },
});

export const getDocs = route({
  id: 'getDocs',
  method: 'GET',
  path: '/docs',
  scope: 'public',
  tag,
  summary: 'A page to read this document and to send requests',
  answers: { 200: { description: 'The page', schema: z.string(), contentType: 'text/html' } },
});

export const getDocsFile = route({
  id: 'getDocsFile',
  method: 'GET',
  path: '/docs/{file}',
  scope: 'public',
  tag,
  summary: 'What that page loads: all of it comes from here',
  params: z.object({ file: z.enum(['page.js', 'swagger-ui-bundle.js', 'swagger-ui.css']) }),
  answers: {
    200: { description: 'The file, compressed by gzip', contentType: ['text/javascript', 'text/css'] },
  },
});

export const getJob = route({
  id: 'getJob',
  method: 'GET',
  path: '/jobs/{id}',
  scope: 'read',
  tag,
  summary: 'How far long work is, and what came of it',
  params: z.object({ id: z.string().max(200) }),
  answers: { 200: { description: 'The job', schema: Job } },
});

export const metaRoutes = [getLivez, getOpenApi, getDocs, getDocsFile, getJob];
