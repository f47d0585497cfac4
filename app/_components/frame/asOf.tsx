"use client";

import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from "react";

/** How fresh what is on the page is: the last sample that went into it, and when the page was read. */
export interface AsOf {
  /** Start of the newest minute with data, epoch milliseconds; null = there are no data at all. */
  readonly dataMs: number | null;
  readonly readMs: number;
}

interface AsOfStore {
  readonly read: () => AsOf;
  readonly write: (next: AsOf) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

const AsOfContext = createContext<AsOfStore | null>(null);

function createStore(first: AsOf): AsOfStore {
  let current = first;
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    write: (next) => {
      if (next.readMs === current.readMs && next.dataMs === current.dataMs) return;
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

/** Around the whole frame; the layout's reading counts until a page brings its own. */
export function AsOfProvider({ initial, children }: { initial: AsOf; children: ReactNode }) {
  const [store] = useState(() => createStore(initial));
  return <AsOfContext value={store}>{children}</AsOfContext>;
}

/** Put into a page: tells the header what the page's data are as of. */
export function DataAsOf({ dataMs, readMs }: AsOf) {
  const store = use(AsOfContext);
  // External system: the header line, which stands outside the page.
  useEffect(() => {
    store?.write({ dataMs, readMs });
  }, [store, dataMs, readMs]);
  return null;
}

export function useAsOf(): AsOf {
  const store = use(AsOfContext);
  if (store === null) throw new Error("useAsOf needs <AsOfProvider> above it");
  return useSyncExternalStore(store.subscribe, store.read, store.read);
}
