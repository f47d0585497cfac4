"use client";

import {
  Activity,
  Bell,
  Boxes,
  CalendarDays,
  FlaskConical,
  Grid3x3,
  ListChecks,
  PanelLeft,
  Rows3,
  ScrollText,
  Settings,
  Target,
} from "lucide-react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { ScopedLink } from "../scope/ScopedLink.tsx";
import { isAt, PLACES, type Place } from "./navigation.ts";
import { RAIL_COOKIE } from "./railCookie.ts";

const ICONS: Readonly<Record<Place["href"], typeof Activity>> = {
  "/fleet": Grid3x3,
  "/stamps": Rows3,
  "/registries": Boxes,
  "/what-if": FlaskConical,
  "/plans": ListChecks,
  "/calendar": CalendarDays,
  "/alerts": Bell,
  "/accuracy": Target,
  "/data-health": Activity,
  "/audit": ScrollText,
  "/settings": Settings,
};

/**
 * The places of the app: a rail on the left; on a phone a bar at the bottom, which has room for every icon, but for the
 * word of the place one is at only.
 */
export function Rail({ isInitiallyNarrow, alerts }: { isInitiallyNarrow: boolean; alerts: OpenAlertCounts }) {
  const pathname = usePathname();
  const [isNarrow, setIsNarrow] = useState(isInitiallyNarrow);

  function toggle() {
    const next = !isNarrow;
    setIsNarrow(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `${RAIL_COOKIE}=${next ? "narrow" : "wide"}; path=/; max-age=31536000; samesite=lax`;
  }

  return (
    <nav
      aria-label="Main"
      data-narrow={isNarrow || undefined}
      className="group/rail fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] sm:sticky sm:inset-auto sm:top-0 sm:flex sm:h-dvh sm:w-44 sm:shrink-0 sm:flex-col sm:border-t-0 sm:border-r sm:data-narrow:w-[52px]"
    >
      <div className="hidden h-12 items-center gap-2.5 px-4 sm:flex">
        <Mark />
        <span className="text-base font-semibold tracking-tight group-data-narrow/rail:sr-only">Ballast</span>
      </div>
      <ul className="flex px-1 sm:flex-col sm:gap-0.5 sm:px-2 sm:pt-2">
        {PLACES.map((place) => {
          const Icon = ICONS[place.href];
          const isHere = isAt(place, pathname);
          return (
            <li
              key={place.href}
              className={`${isHere ? "flex-none px-1" : "min-w-0 flex-1"} sm:flex-none sm:px-0`}
            >
              <ScopedLink
                href={place.href}
                aria-current={isHere ? "page" : undefined}
                title={place.label}
                aria-label={place.href === "/alerts" ? alertsLabel(alerts) : place.label}
                className={`flex h-12 flex-col items-center justify-center gap-0.5 rounded-md px-0.5 text-2xs sm:h-8 sm:justify-start sm:flex-row sm:gap-2.5 sm:px-2.5 sm:py-0 sm:text-sm ${
                  isHere
                    ? "font-semibold text-accent sm:bg-accent-soft sm:text-ink"
                    : "text-ink-soft hover:bg-hover hover:text-ink"
                }`}
              >
                <span className="relative shrink-0">
                  <Icon size={16} aria-hidden="true" />
                  {place.href === "/alerts" && alerts.open > 0 && <AlertBadge alerts={alerts} />}
                </span>
                <span className="hidden max-w-full truncate sm:inline sm:group-data-narrow/rail:sr-only">
                  {place.label}
                </span>
                <span className={`sm:hidden ${isHere ? "" : "sr-only"}`}>
                  {"short" in place ? place.short : place.label}
                </span>
              </ScopedLink>
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        onClick={toggle}
        aria-pressed={isNarrow}
        aria-label={isNarrow ? "Widen the rail" : "Narrow the rail"}
        title={isNarrow ? "Widen" : "Narrow"}
        className="control control-icon mt-auto mb-2 ml-3 hidden sm:inline-flex"
      >
        <PanelLeft size={16} aria-hidden="true" />
      </button>
    </nav>
  );
}

/** Alerts that are open and not muted. */
export interface OpenAlertCounts {
  readonly open: number;
  readonly critical: number;
}

/** The number is drawn, not text: the link's name says it in words, and a name has to hold the text that is seen. */
function AlertBadge({ alerts }: { alerts: OpenAlertCounts }) {
  return (
    <span
      aria-hidden="true"
      data-count={alerts.open > 99 ? "99+" : alerts.open}
      className={`absolute before:content-[attr(data-count)] -top-1.5 -right-2 min-w-4 rounded-full px-1 text-center text-2xs leading-4 font-semibold ${
        alerts.critical > 0 ? "bg-ink text-ground" : "bg-accent text-accent-ink"
      }`}
    />
  );
}

function alertsLabel({ open, critical }: OpenAlertCounts): string {
  return open === 0 ? "Alerts" : `Alerts: ${open} open, ${critical} critical`;
}

/** The mark: load above, ballast below the waterline. */
function Mark() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className="shrink-0">
      <path d="M2 8.5h16v2.2a8 8 0 0 1-16 0Z" className="fill-accent" />
      <path d="M6 3h3v4H6zM10.5 5h3v2h-3z" className="fill-ink-soft" />
    </svg>
  );
}
