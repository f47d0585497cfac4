import { err, type Failure, ok, type Result, toIso } from "../../core/index.ts";
import { seriesNamer } from "../nameSeries.ts";
import { askPrometheus, type PullApp, type Target, targetOf } from "../read/commands.ts";
import { headerOf } from "../source/commands.ts";
import { missingSource } from "../source/queries.ts";
import type { Trial, TrialRequest } from "../source/sourceBody.ts";

const MOST_MATCHED = 50;
const MOST_UNMATCHED = 20;
/** Values of a moment ago: a scrape may be on its way. */
const ASKED_BEFORE_MS = 60_000;

/** Asks once, and shows what would be made of it; nothing is stored. `not_found`, `invalid` where no address is said. */
export async function trySource(app: PullApp, request: TrialRequest): Promise<Result<Trial, Failure>> {
  const target = await findTarget(app, request);
  if (!target.ok) return target;
  const form = { query: request.query, time: toIso(app.clock() - ASKED_BEFORE_MS) };
  const asked = await askPrometheus(target.value, { path: "query", form }, app.allow);
  if (!asked.ok) {
    return ok({
      error: asked.error.error,
      series: 0,
      matched: [],
      matchedCount: 0,
      unmatched: [],
      unmatchedCount: 0,
    });
  }
  await app.telemetry.names.refresh();
  const directory = app.telemetry.names.current();
  const nameOf = seriesNamer(request.labels);
  const named = asked.value.map(({ labels, values }) => ({
    labels,
    values,
    name: nameOf(labels),
  }));
  const matched = named.flatMap(({ values, name }) =>
    name === null ? [] : [{ ...name, text: values[0]?.[1] ?? "NaN" }],
  );
  const unmatched = named.filter(({ name }) => name === null);
  return ok({
    error: null,
    series: asked.value.length,
    matched: matched.slice(0, MOST_MATCHED).map(({ stamp, pool, node, text }) => {
      const cpu = Number(text) * request.scale;
      return {
        stamp,
        pool,
        node,
        cpu: Number.isFinite(cpu) ? cpu : null,
        isKnown: typeof directory.resolvePool(stamp, pool) !== "string",
        isInRange: cpu >= 0 && cpu <= 100.5,
      };
    }),
    matchedCount: matched.length,
    unmatched: unmatched.slice(0, MOST_UNMATCHED).map(({ labels }) => ({ ...labels })),
    unmatchedCount: unmatched.length,
  });
}

async function findTarget(app: PullApp, { id, url, signIn }: TrialRequest): Promise<Result<Target, Failure>> {
  const given = signIn === undefined ? undefined : headerOf(signIn);
  if (id === undefined) {
    if (url === undefined)
      return err({ code: "invalid", detail: "Say the address of the server, or the source." });
    return ok({ url, authorization: given ?? "" });
  }
  const row = await app.database.prisma.pullSource.findFirst({ where: { id, retiredAt: null } });
  if (row === null) return missingSource(id);
  const stored = targetOf(row, app.sealKey);
  if (!stored.ok) return err({ code: "invalid", detail: stored.error });
  // A secret is shown to the server that it was given for, and to no other.
  const isElsewhere = url !== undefined && new URL(url).origin !== new URL(stored.value.url).origin;
  const kept = isElsewhere ? "" : stored.value.authorization;
  return ok({ url: url ?? stored.value.url, authorization: given ?? kept });
}
