import type { PoolView } from "./stampView.ts";

/** The key by which map and list point at the same node: `stamp/pool/node`. */
export function nodeId(pool: Pick<PoolView, "id">, name: string): string {
  return `${pool.id}/${name}`;
}
