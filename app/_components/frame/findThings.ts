import type { FoundThing } from "#lib/fleet/search/searchAnswer.ts";
import { registryHref, stampHref, tenantHref } from "../scope/hrefs.ts";

/** A stamp, a pool, a registry or a tenant, as search finds it. */
export interface Findable {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly href: string;
}

/** What the search answered, with the way there. */
export function findableOf({ kind, name, of, region }: FoundThing): Findable {
  switch (kind) {
    case "stamp":
      return { key: `stamp ${name}`, label: name, detail: region, href: stampHref(name) };
    case "pool":
      return {
        ...{ key: `pool ${of}/${name}`, label: `${of} ${name}`, detail: region },
        href: stampHref(of, name),
      };
    case "registry":
      return { key: `registry ${name}`, label: name, detail: `registry of ${of}`, href: registryHref(name) };
    case "tenant":
      return { key: `tenant ${name}`, label: name, detail: "tenant", href: tenantHref(name) };
  }
}

/** Of what was found for something else: what holds every word typed since, until the answer to those has come. */
export function stillFound(things: readonly Findable[], typed: string): Findable[] {
  const words = typed
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
  return things.filter(({ label, detail }) => {
    const text = `${label} ${detail}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
