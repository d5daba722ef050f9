import { setUp } from './setup.ts';

/** Integration tests: the app without the demo fleet. */
export default () => setUp({ fleet: false });
