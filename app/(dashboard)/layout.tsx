import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "../_components/frame/AppShell.tsx";
import { RAIL_COOKIE } from "../_components/frame/railCookie.ts";
import { loadFrame } from "./loadFrame.ts";

/** Everything in here changes from minute to minute and is for the person who asks: nothing is made ahead. */
export const dynamic = "force-dynamic";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const [frame, jar] = await Promise.all([loadFrame(), cookies()]);
  // Nobody signed in: the page itself leads to the sign-in, and knows where to come back to.
  if (frame === null) return children;
  return (
    <AppShell frame={frame} isRailNarrow={jar.get(RAIL_COOKIE)?.value === "narrow"}>
      {children}
    </AppShell>
  );
}
