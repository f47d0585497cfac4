import type { LoadEntries, LoadEntry } from "./loadRow.ts";

/** What is known after `sent`: a measure that was not sent stays as it was. */
export function overlayLoad(known: LoadEntry | undefined, sent: LoadEntry): LoadEntry {
  return { requests: sent.requests ?? known?.requests ?? null, bytes: sent.bytes ?? known?.bytes ?? null };
}

/** Puts a pool-minute's fresh load over the stored one; `changed` counts the registries that it says anything new of. */
export function mergeLoad(
  stored: LoadEntries,
  fresh: LoadEntries,
): { entries: LoadEntries; changed: number } {
  const entries: LoadEntries = new Map(stored);
  let changed = 0;
  for (const [registry, sent] of fresh) {
    const known = entries.get(registry);
    const next = overlayLoad(known, sent);
    if (known !== undefined && known.requests === next.requests && known.bytes === next.bytes) continue;
    entries.set(registry, next);
    changed++;
  }
  return { entries, changed };
}
