import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import type { FreezeState } from "#lib/fleet/freeze/freezeBody.ts";
import { CrosshairProvider } from "../chart/crosshair.tsx";
import { Toasts } from "../overlay/toast.tsx";
import { NavigationPending } from "../scope/NavigationPending.tsx";
import { AsOfProvider } from "./asOf.tsx";
import { type DemoState, HeaderLine, type Person } from "./HeaderLine.tsx";
import { type OpenAlertCounts, Rail } from "./Rail.tsx";

export interface Frame {
  readonly regions: readonly string[];
  readonly freeze: FreezeState;
  readonly person: Person;
  readonly alerts: OpenAlertCounts;
  /** Null where the fleet is no demo. */
  readonly demo: DemoState | null;
  /** When this was read, epoch milliseconds: what counts as now in the first paint. */
  readonly readMs: number;
}

interface AppShellProps {
  readonly frame: Frame;
  readonly isRailNarrow: boolean;
  readonly children: ReactNode;
}

/**
 * What stands around every page: the rail and one header line. Nothing else is fixed. Neither has a Suspense boundary
 * of its own: React takes over what is inside one later than the rest, and a click in between would change the address
 * that the server's markup of the rail and the header was made for.
 */
export function AppShell({ frame, isRailNarrow, children }: AppShellProps) {
  return (
    <NuqsAdapter>
      <NavigationPending>
        <AsOfProvider>
          <CrosshairProvider>
            <a
              href="#content"
              className="control fixed top-2 left-2 z-50 -translate-y-16 focus:translate-y-0"
            >
              To the content
            </a>
            <div className="flex min-h-dvh">
              <Rail isInitiallyNarrow={isRailNarrow} alerts={frame.alerts} />
              <div className="flex min-w-0 flex-1 flex-col pb-14 sm:pb-0">
                <HeaderLine
                  regions={frame.regions}
                  freeze={frame.freeze}
                  person={frame.person}
                  demo={frame.demo}
                  now={frame.readMs}
                />
                <main
                  id="content"
                  tabIndex={-1}
                  className="min-w-0 flex-1 px-3 py-4 outline-none sm:px-6 sm:py-5"
                >
                  {children}
                </main>
              </div>
            </div>
            <Toasts />
          </CrosshairProvider>
        </AsOfProvider>
      </NavigationPending>
    </NuqsAdapter>
  );
}
