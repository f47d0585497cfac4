import { PoolLink } from "../../_components/scope/PoolLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";

/** The column that names a row's stamp and pool, and leads there. */
export function poolColumn<Row extends { readonly stamp: string; readonly pool: string }>(): DataColumn<Row> {
  return {
    id: "pool",
    header: "Pool",
    width: 176,
    isRowHeader: true,
    sortValue: ({ stamp, pool }) => `${stamp} ${pool}`,
    cell: ({ stamp, pool }) => <PoolLink stamp={stamp} pool={pool} />,
  };
}
