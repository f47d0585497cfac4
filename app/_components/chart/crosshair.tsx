"use client";

import { createContext, type ReactNode, use, useState, useSyncExternalStore } from "react";
import type { EpochMinute } from "#lib/core/index.ts";

/** What is being pointed at anywhere on the page: a minute, and the thing (a pool, a node, a registry) by its key. */
export interface Pointed {
  readonly minute: EpochMinute | null;
  readonly thing: string | null;
  /** Which chart it is pointed at in: that one shows the tooltip, the others only mark. */
  readonly source: string | null;
}

const NOTHING: Pointed = { minute: null, thing: null, source: null };

/** Outside React's state: a pointer moves 60 times a second, and only what is marked may render anew. */
function createPointer() {
  let pointed = NOTHING;
  const listeners = new Set<() => void>();
  return {
    read: () => pointed,
    point: (next: Pointed) => {
      if (next.minute === pointed.minute && next.thing === pointed.thing && next.source === pointed.source)
        return;
      pointed = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

type Pointer = ReturnType<typeof createPointer>;
const PointerContext = createContext<Pointer | null>(null);

/** Put once around a page: all charts and tables inside share what is pointed at. */
export function CrosshairProvider({ children }: { children: ReactNode }) {
  const [pointer] = useState(createPointer);
  return <PointerContext value={pointer}>{children}</PointerContext>;
}

export function usePointer(): Pointer {
  const pointer = use(PointerContext);
  if (pointer === null) throw new Error("usePointer needs <CrosshairProvider> above it");
  return pointer;
}

/** Reads a part of what is pointed at; renders anew only when that part changes. */
export function useCrosshair<T extends string | number | boolean | null>(select: (pointed: Pointed) => T): T {
  const pointer = usePointer();
  return useSyncExternalStore(
    pointer.subscribe,
    () => select(pointer.read()),
    () => select(NOTHING),
  );
}

const NEVER = () => () => {};

/** For parts that also stand on pages without charts: null, and nothing is ever pointed at. */
export function useOptionalPointer(): Pointer | null {
  return use(PointerContext);
}

/** Whether this thing is pointed at, anywhere on the page. */
export function useOptionalPointed(thing: string): boolean {
  const pointer = use(PointerContext);
  return useSyncExternalStore(
    pointer?.subscribe ?? NEVER,
    () => pointer?.read().thing === thing,
    () => false,
  );
}
