import type { SearchParameters } from "./scope.ts";

/** The address of a page with its query, for coming back to it after signing in. Repeated parameters are left out. */
export async function pageAddress(path: string, searchParams: SearchParameters): Promise<string> {
  const query = new URLSearchParams(
    Object.entries(await searchParams).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  return query.size > 0 ? `${path}?${query}` : path;
}
