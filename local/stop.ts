import { defaultStateDir } from './paths.ts';
import { report } from './report.ts';
import { stopInstallation } from './stopInstallation.ts';

stopInstallation(defaultStateDir).then(
  (stopped) => console.log(stopped ? 'Forestall is stopped; its state is kept.' : 'Forestall is not running.'),
  (error: unknown) => {
    report(error);
    process.exitCode = 1;
  },
);
