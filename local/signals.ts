const ORDERS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts at the first order to stop. Later ones are heard and do nothing: a terminal and npm both send Ctrl-C on, and
 *  cutting the stop short would cost the emulator's state. */
export function stopSignal(onOrder: () => void = () => {}): AbortSignal {
  const controller = new AbortController();
  for (const order of ORDERS) {
    process.on(order, () => {
      if (controller.signal.aborted) return;
      onOrder();
      controller.abort();
    });
  }
  return controller.signal;
}

/** A terminal may be gone while we still stop what we started: what nobody can read any more is not worth dying for. */
export function outliveTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
