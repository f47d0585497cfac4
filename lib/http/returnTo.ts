/** Where to go after signing in: an address of this app, never of another site. */
export function safeReturnTo(next: string | undefined): string {
  const base = "http://ballast.invalid";
  if (next === undefined || !next.startsWith("/") || !URL.canParse(next, base)) return "/";
  const url = new URL(next, base);
  return url.origin === base ? url.pathname + url.search + url.hash : "/";
}
