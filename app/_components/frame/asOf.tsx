"use client";

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";

/** How fresh what is on the page is: the last sample that went into it, and when the page was read. */
export interface AsOf {
  /** Start of the newest minute with data, epoch milliseconds; null = there are no data at all. */
  readonly dataMs: number | null;
  readonly readMs: number;
}

interface AsOfStore {
  readonly read: () => AsOf | null;
  readonly write: (next: AsOf | null) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const AsOfContext = createContext<AsOfStore | null>(null);

function createStore(): AsOfStore {
  let current: AsOf | null = null;
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    write: (next) => {
      current = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Around the whole frame. */
export function AsOfProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createStore);
  return <AsOfContext value={store}>{children}</AsOfContext>;
}

/** Put into a page that shows telemetry: tells the header line what its data are as of. */
export function DataAsOf({ dataMs, readMs }: AsOf) {
  const store = use(AsOfContext);
  // External system: the header line, which stands outside the page.
  useEffect(() => {
    store?.write({ dataMs, readMs });
    return () => store?.write(null);
  }, [store, dataMs, readMs]);
  return null;
}

/** Null where the page shows no telemetry, and before it has said so. */
export function useAsOf(): AsOf | null {
  const store = use(AsOfContext);
  if (store === null) throw new Error("useAsOf needs <AsOfProvider> above it");
  return useSyncExternalStore(store.subscribe, store.read, () => null);
}
