import { expect, test } from 'vitest';
import { streamAddress } from './streamAddress.ts';

const aws = 'https://ws1.execute-api.eu-west-1.amazonaws.com/prod';
const emulator = 'http://localhost:4566/_aws/execute-api/ws1/prod';

test.each([
  [
    'through the local front',
    { socketEndpoint: emulator, baseUrl: 'http://localhost:8080' },
    'ws://localhost:8080/stream/anomalies',
  ],
  [
    'the emulator itself',
    { socketEndpoint: emulator, baseUrl: 'http://localhost:4566' },
    'ws://localhost:4566/_aws/execute-api/ws1/prod',
  ],
  [
    'API Gateway itself',
    { socketEndpoint: aws, baseUrl: 'https://api1.execute-api.eu-west-1.amazonaws.com' },
    'wss://ws1.execute-api.eu-west-1.amazonaws.com/prod',
  ],
  [
    'through a front on AWS',
    { socketEndpoint: aws, baseUrl: 'https://ops.example.com' },
    'wss://ops.example.com/stream/anomalies',
  ],
  [
    'as configured',
    { socketEndpoint: aws, baseUrl: 'https://api1.execute-api.x', publicUrl: 'https://ops.example.com/' },
    'wss://ops.example.com/stream/anomalies',
  ],
])('asked %s', (_what, known, address) => {
  expect(streamAddress({ publicUrl: undefined, ...known })).toBe(address);
});
