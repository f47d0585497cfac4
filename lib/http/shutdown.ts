/** Ends something of this process, such as its jobs; resolves when it has ended. */
type End = () => Promise<void>;

interface Shared {
  ballastEnds?: Set<End>;
}

/** On globalThis, because Next bundles this module more than once. */
function ends(): Set<End> {
  const shared: Shared = globalThis as typeof globalThis & Shared;
  shared.ballastEnds ??= new Set();
  return shared.ballastEnds;
}

/** Has something ended before the process is, when it is asked to stop: once, and waited for. */
export function onShutdown(end: End): void {
  ends().add(end);
}

/** Ends all that was registered, side by side. Never throws: what cannot be ended is told to `onError`. */
export async function shutDown(onError: (error: unknown) => void): Promise<void> {
  const all = [...ends()];
  ends().clear();
  await Promise.all(all.map((end) => end().catch(onError)));
}
