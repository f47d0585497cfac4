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

export type Place = (typeof PLACES)[number];

export function isAt(place: Place, pathname: string): boolean {
  return pathname === place.href || pathname.startsWith(`${place.href}/`);
}
