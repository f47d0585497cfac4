import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PEAK, parseTimeRange, type TimeRange, timeRangeParameters } from "#lib/charts/index.ts";

export const REFRESH_CHOICES = ["off", "30s", "1m", "5m"] as const;
export type RefreshChoice = (typeof REFRESH_CHOICES)[number];

/** What travels with every link: the region, the time range, how often the page reads itself anew. */
export const SCOPE_PARSERS = {
  region: parseAsString.withDefault(""),
  window: parseAsString,
  from: parseAsString,
  to: parseAsString,
  refresh: parseAsStringLiteral(REFRESH_CHOICES).withDefault("off"),
};
export const SCOPE_KEYS = ["region", "window", "from", "to", "refresh"] as const;

export interface Scope {
  /** Empty = every region. */
  readonly region: string;
  readonly range: TimeRange;
  readonly refresh: RefreshChoice;
}

export type SearchParameters = Promise<Record<string, string | string[] | undefined>>;

const load = createLoader(SCOPE_PARSERS);

/** The scope of a page, on the server, from its `searchParams`. Nonsense in the URL falls back to the defaults. */
export async function loadScope(searchParams: SearchParameters): Promise<Scope> {
  const loaded = load(await searchParams);
  return { region: loaded.region, range: parseTimeRange(loaded), refresh: loaded.refresh };
}

/** An address within the app that keeps the scope; what the address itself names wins. */
export function scopedHref(href: string, scope: Partial<Scope>): string {
  const parameters = new URLSearchParams();
  if (scope.region) parameters.set("region", scope.region);
  for (const [key, value] of Object.entries(timeRangeParameters(scope.range ?? PEAK))) {
    if (value !== null) parameters.set(key, value);
  }
  if (scope.refresh !== undefined && scope.refresh !== "off") parameters.set("refresh", scope.refresh);
  return withParameters(href, parameters);
}

/** The same from the current query string: only the scope's keys are carried along. */
export function carryScope(href: string, current: URLSearchParams): string {
  const parameters = new URLSearchParams();
  for (const key of SCOPE_KEYS) {
    const value = current.get(key);
    if (value) parameters.set(key, value);
  }
  return withParameters(href, parameters);
}

function withParameters(href: string, carried: URLSearchParams): string {
  const [address = "", fragment] = href.split("#", 2);
  const [path = "", own = ""] = address.split("?", 2);
  const ownParameters = new URLSearchParams(own);
  const namesTime = ["window", "from", "to"].some((key) => ownParameters.has(key));
  for (const [key, value] of carried) {
    const isTime = key === "window" || key === "from" || key === "to";
    if (!ownParameters.has(key) && !(isTime && namesTime)) ownParameters.set(key, value);
  }
  const query = ownParameters.toString();
  return `${path}${query && `?${query}`}${fragment === undefined ? "" : `#${fragment}`}`;
}
