import { KEY_SEPARATOR, type Paging, takePage } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { loadReplicas } from "../queries.ts";
import type { ConstraintList } from "./constraintsCsv.ts";

/** What is said about moving each replica that has a home, by registry and region. */
export async function listConstraints(db: Transaction, paging: Paging): Promise<ConstraintList> {
  const replicas = await loadReplicas(db);
  const { items, nextCursor } = takePage(
    replicas,
    (one) => one.registry + KEY_SEPARATOR + one.region,
    paging,
  );
  return {
    nextCursor,
    replicas: items.map(({ registry, region, homeStamp, constraints }) => ({
      registry,
      region,
      homeStamp,
      constraints,
    })),
  };
}
