import type { Caller } from "../auth/index.ts";
import { err, type Result } from "../core/index.ts";
import { limitShape, readInventoryText } from "../fleet/index.ts";
import type { AppContext } from "./appContext.ts";
import type { Arrival } from "./handleRequest.ts";
import type { Problem } from "./problem.ts";
import { isNameTaken } from "./thrownProblem.ts";

type Limited = Pick<Caller, "regions"> | null;

/**
 * The app as a caller meets it. Limited to regions: its database shows and takes rows of those alone (lib/auth/README.md), and
 * what is kept in memory is cut to them on the way out. `null` = nobody, who is let into open routes alone.
 *
 * What is asked by the number of a pool or of a node (hours, load models, names of nodes) needs no limit of its own: numbers
 * are had from the shape and the database, which tell of no others.
 */
export function limitApp(app: AppContext, caller: Limited): AppContext {
  if (caller === null || caller.regions === null) return app;
  const { regions } = caller;
  const shape = { current: async () => limitShape(await app.shape.current(), regions) };
  const database = app.database.limitedTo(regions);
  return {
    ...app,
    database,
    shape,
    inventory: { current: () => readInventoryText(database.pools.read) },
    settings: { current: async () => (await shape.current()).overrides },
  };
}

/** What came, with the app as its caller meets it. */
export function limitArrival(arrival: Arrival, caller: Limited): Arrival {
  return { ...arrival, app: limitApp(arrival.app, caller) };
}

const TAKEN: Problem = {
  status: 409,
  detail:
    "A name in this request cannot be used: names are unique in the whole fleet, of which you see your regions. Choose another.",
};

/** Somebody who is limited cannot be told by the look-up that a name is taken elsewhere: the database says so, and no more. */
export async function refuseTaken<T>(
  caller: Limited,
  work: () => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  if (caller === null || caller.regions === null) return await work();
  try {
    return await work();
  } catch (error) {
    if (isNameTaken(error)) return err(TAKEN);
    throw error;
  }
}
