import { Store } from './store.ts';

// The store as a task of its own, on AWS: locally it lives in the supervisor.
const port = Number(process.env.PORT ?? 8081);
const store = new Store();
process.on('SIGTERM', () => store.close());
await store.listen('0.0.0.0', port);
console.log(JSON.stringify({ at: new Date().toISOString(), service: 'store', message: 'listening', port }));
