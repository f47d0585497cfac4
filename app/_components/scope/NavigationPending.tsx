"use client";

import { createContext, type ReactNode, type TransitionStartFunction, use, useTransition } from "react";

interface Navigation {
  readonly isPending: boolean;
  readonly startTransition: TransitionStartFunction;
}

const NavigationContext = createContext<Navigation | null>(null);

/** One transition for all that changes the URL, so that the header can say that the page is being read. */
export function NavigationPending({ children }: { children: ReactNode }) {
  const [isPending, startTransition] = useTransition();
  return <NavigationContext value={{ isPending, startTransition }}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (navigation === null) throw new Error("useNavigation needs <NavigationPending> above it");
  return navigation;
}
