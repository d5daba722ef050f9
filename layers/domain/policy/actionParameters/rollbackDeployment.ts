import * as z from 'zod';
import { Duration } from '../../configuration/configuration.ts';

export const RollbackParameters = z.looseObject({
  within: Duration.default('1h').describe(
    'only a version that was deployed within so long is taken back: trouble with an older one has another cause',
  ),
});
