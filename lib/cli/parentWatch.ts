const CHECK_EVERY_MS = 500;

/**
 * Calls back once when the process that started this one is gone, also when it was killed and could say nothing: its
 * children are then given to another parent.
 */
export function onParentExit(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, CHECK_EVERY_MS);
  timer.unref();
}
