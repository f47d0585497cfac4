/** Where to go after signing in: an address of this app, never of another site. */
export function safeReturnTo(next: string | undefined): string {
  const base = "http://ballast.invalid";
  if (next === undefined || !next.startsWith("/") || !URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  const path = url.pathname + url.search + url.hash;
  // `/.//elsewhere` is an address here, whose path alone would be one there.
  return url.origin === base && !path.startsWith("//") ? path : "/";
}
