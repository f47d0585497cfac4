import { authorize, type Caller } from "#lib/auth/index.ts";
import { getSources, type SourcesAnswer } from "#lib/fleet/index.ts";
import { pageApp } from "#lib/http/page.ts";
import { tryMapping } from "#lib/http/tryMapping.ts";
import type { SourcesPreview } from "#lib/telemetry/index.ts";

export interface SourcesPageView {
  readonly sources: SourcesAnswer;
  readonly preview: SourcesPreview;
  readonly regions: readonly string[];
  readonly canChange: boolean;
  readonly readMs: number;
}

/** The mapping of sources, and what it makes of what arrived. */
export async function loadSourcesPage(caller: Caller): Promise<SourcesPageView> {
  const app = await pageApp();
  const [sources, shape] = await Promise.all([getSources(app.database.prisma), app.shape.current()]);
  return {
    sources,
    preview: await tryMapping(app, sources.mapping),
    regions: shape.regions.map(({ name }) => name),
    canChange: authorize(caller.role, "admin"),
    readMs: app.clock(),
  };
}
