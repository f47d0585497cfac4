"use client";

import { useSyncExternalStore } from "react";
import { formatLocalTime, formatUtcDateTime, formatUtcSecond } from "#lib/charts/index.ts";

const subscribeToNothing = () => () => {};

/** The reader's time zone; null on the server and in the first paint, which therefore agree. */
export function useTimeZone(): string | null {
  return useSyncExternalStore(
    subscribeToNothing,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );
}

interface TimeProps {
  readonly at: number;
  /** The instant that counts as now: the year is left out when it is this year. From the server, for one first paint. */
  readonly now: number;
  readonly format?: "dateTime" | "second";
}

/** An instant in UTC; local time on hover. */
export function Time({ at, now, format = "dateTime" }: TimeProps) {
  const timeZone = useTimeZone();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={timeZone === null ? undefined : `${formatLocalTime(at, timeZone)} here`}
      className="whitespace-nowrap"
    >
      {format === "second" ? formatUtcSecond(at) : formatUtcDateTime(at, now)} UTC
    </time>
  );
}
