import type { SourceMapping } from "../fleet/index.ts";
import { listSeenSeries, previewMapping, type SourcesPreview } from "../telemetry/index.ts";
import type { AppContext } from "./appContext.ts";

/** What a mapping (without one, the one that holds) makes of the label sets that came last. Stores nothing. */
export async function tryMapping(app: AppContext, mapping?: SourceMapping): Promise<SourcesPreview> {
  await app.telemetry.seen.flush();
  await app.telemetry.names.refresh();
  const directory = app.telemetry.names.current();
  const seen = await listSeenSeries(app.database.pools.read);
  return previewMapping(seen, mapping ?? (await app.sources.current()), {
    hasStamp: (stamp) => directory.resolveStamp(stamp) !== null,
    hasPool: (stamp, pool) => typeof directory.resolvePool(stamp, pool) !== "string",
    hasRegistry: (registry) => directory.resolveRegistry(registry) !== null,
  });
}
