/** Where the rail leads: what exists, in the order of a day's work. */
export const PLACES = [
  { href: "/fleet", label: "Fleet", key: "f" },
  { href: "/stamps", label: "Stamps", key: "s" },
  { href: "/registries", label: "Registries", key: "r" },
  { href: "/what-if", label: "What-if", key: "w" },
  { href: "/plans", label: "Plans", key: "p" },
  { href: "/calendar", label: "Calendar", key: "c" },
  { href: "/alerts", label: "Alerts", key: "l" },
  { href: "/accuracy", label: "Accuracy", key: "y" },
  { href: "/data-health", label: "Data health", short: "Health", key: "d" },
  { href: "/audit", label: "Audit", key: "a" },
  { href: "/settings", label: "Settings", key: "e" },
] as const;

interface PartOfPlace {
  readonly href: string;
  readonly label: string;
  /** What else it is looked for by. */
  readonly words: string;
}

/** Pages within those places, for who says what they want instead of going there. */
export const PARTS: readonly PartOfPlace[] = [
  { href: "/data-health/import", label: "Import a file", words: "csv upload gz data health" },
  {
    href: "/data-health/sources",
    label: "Read from Prometheus",
    words: "pull servers backfill past sources data health",
  },
  {
    href: "/settings/sources",
    label: "Sources: what labels and metrics mean",
    words: "mapping prometheus opentelemetry otlp remote write access log senders settings",
  },
  { href: "/settings/people", label: "People", words: "users roles settings" },
  { href: "/settings#tokens", label: "Tokens", words: "ingest secrets settings" },
  { href: "/reports/weekly", label: "Weekly report", words: "week review print alerts" },
];

/** The parts that every typed word is found in; none of nothing typed. */
export function partsFor(typed: string): readonly PartOfPlace[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return PARTS.filter((part) => {
    const text = `${part.label} ${part.words}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export type Place = (typeof PLACES)[number];

export function isAt(place: Place, pathname: string): boolean {
  return pathname === place.href || pathname.startsWith(`${place.href}/`);
}
