import type { Transaction } from "../../db/client.ts";
import { loadFleet } from "../queries.ts";
import type { ConstraintList } from "./constraintsCsv.ts";

/** What is said about moving each replica that has a home, by registry and region. */
export async function listConstraints(db: Transaction): Promise<ConstraintList> {
  const { replicas } = await loadFleet(db);
  return {
    replicas: replicas.map(({ registry, region, homeStamp, constraints }) => ({
      registry,
      region,
      homeStamp,
      constraints,
    })),
  };
}
