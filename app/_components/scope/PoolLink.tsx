import { stampHref } from "./hrefs.ts";
import { ScopedLink } from "./ScopedLink.tsx";

/** A pool by its stamp's name and its own, as it heads a row: leads to the stamp, in the scope of the page. */
export function PoolLink({ stamp, pool }: { readonly stamp: string; readonly pool: string }) {
  return (
    <ScopedLink href={stampHref(stamp, pool)} className="name-link">
      {stamp} <span className="font-normal text-ink-soft">{pool}</span>
    </ScopedLink>
  );
}
