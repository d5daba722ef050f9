import { setUp } from './setup.ts';

/** End-to-end tests: the app and the live fleet, whose tasks start faster than Fargate's to save time. */
export default () => setUp({ fleet: true, fleetEnv: { FLEET_START_SECONDS: '12' } });
