import { registryHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";

/** The column that names a row's registry, and leads to it. */
export function registryColumn<Row extends { readonly registry: string }>(): DataColumn<Row> {
  return {
    id: "registry",
    header: "Registry",
    width: 200,
    isRowHeader: true,
    cell: ({ registry }) => (
      <ScopedLink href={registryHref(registry)} className="name-link">
        {registry}
      </ScopedLink>
    ),
  };
}
