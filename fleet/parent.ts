const LOOK_MS = 1_000;

/** Calls `end` once the program that started this one is gone, however it went: nobody else would end it then.
 *  @param parent its process id */
export function endWith(parent: number, end: () => void): void {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, LOOK_MS);
  timer.unref();
}
