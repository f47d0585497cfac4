import { type Clock, err, ok, type Result, toIso } from "../../core/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import type { PullSource } from "../../db/generated/client.ts";
import { FLEET_SCOPE, resolveSetting, type SettingOverrides } from "../../fleet/index.ts";
import { MAKES_NOTHING, PoolMaker, PoolsNotMadeError } from "../../imports/index.ts";
import { askGuarded, openSealed } from "../../outgoing/index.ts";
import { directoryFor, OverloadError, type Telemetry, TooManyNodesError } from "../../telemetry/index.ts";
import { labelRulesSchema } from "../labelRules.ts";
import { nameRange, readAnswer, type Series } from "../rangeAnswer.ts";
import { halfOf, type RangeWindow } from "../rangeWindow.ts";
import type { LastSeen } from "../source/sourceBody.ts";

/** What reading needs of the application. */
export interface PullApp {
  readonly database: DatabaseClient;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly settings: { current(): Promise<SettingOverrides> };
  /** Networks that are not public and may be asked all the same. */
  readonly allow: readonly string[];
  readonly sealKey: string | null;
}

const ANSWERS_WITHIN_MS = 30_000;
const ANSWER_LIMIT_BYTES = 67_108_864;
const MOST_SHOWN = 20;

/** What became of one range. */
export interface ReadRange {
  /** Everything before this is in: the end of the window, or of the half of it that an answer could hold. */
  readonly untilMs: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly seen: LastSeen;
}

/** Where and as whom to ask. */
export interface Target {
  readonly url: string;
  readonly authorization: string;
}

/** The address and the secret of a source; in words where they cannot be opened. */
export function targetOf({ url, secret }: PullSource, sealKey: string | null): Result<Target, string> {
  const address = openSealed(sealKey, "pull address", url);
  const authorization = secret === "" ? "" : openSealed(sealKey, "pull secret", secret);
  if (address === null || authorization === null) {
    return err("Its address or secret was sealed with another key: enter them again.");
  }
  return ok({ url: address, authorization });
}

interface Question {
  readonly path: "query" | "query_range";
  readonly form: Readonly<Record<string, string>>;
}

type Asked = Result<readonly Series[], { readonly error: string; readonly isTooLong: boolean }>;

/** Asks a Prometheus. Its words or ours where it gives no series. */
export async function askPrometheus(
  { url, authorization }: Target,
  { path, form }: Question,
  allow: readonly string[],
): Promise<Asked> {
  const answer = await askGuarded({
    url: `${url.replace(/\/+$/, "")}/api/v1/${path}`,
    allow,
    headers: authorization === "" ? {} : { authorization },
    form: new URLSearchParams(form),
    answersWithinMs: ANSWERS_WITHIN_MS,
    answerLimitBytes: ANSWER_LIMIT_BYTES,
  });
  if (!answer.ok) return err({ error: answer.error, isTooLong: answer.isTooLong });
  const series = readAnswer(answer.status, answer.text);
  if (series.ok) return series;
  // Prometheus' own limits, of samples and of points, are met by asking for less.
  const isTooLong = /too many (samples|points)|exceeded maximum resolution/i.test(series.error);
  return err({ error: series.error, isTooLong });
}

/**
 * Reads a range of a source and stores it, counted as what came through that door. Durable when it returns; the same range again changes nothing. An answer that is too
 * long is asked for by halves.
 */
export async function readRange(
  app: PullApp,
  source: PullSource,
  { window, endpoint }: { readonly window: RangeWindow; readonly endpoint: "pull" | "backfill" },
): Promise<Result<ReadRange, string>> {
  const target = targetOf(source, app.sealKey);
  if (!target.ok) return target;
  let asked: RangeWindow = window;
  for (;;) {
    const shiftMs = source.coversBefore ? asked.stepMs : 0;
    const form = {
      query: source.query,
      start: toIso(asked.fromMs + shiftMs),
      // Prometheus counts the end in.
      end: toIso(asked.toMs - asked.stepMs + shiftMs),
      step: String(asked.stepMs / 1_000),
    };
    const series = await askPrometheus(target.value, { path: "query_range", form }, app.allow);
    if (series.ok) return await store(app, source, { window: asked, series: series.value, endpoint });
    const half = series.error.isTooLong ? halfOf(asked) : null;
    if (half === null) return err(series.error.error);
    asked = half;
  }
}

async function store(
  app: PullApp,
  source: PullSource,
  {
    window,
    series,
    endpoint,
  }: { readonly window: RangeWindow; readonly series: readonly Series[]; readonly endpoint: string },
): Promise<Result<ReadRange, string>> {
  const { scale, coversBefore } = source;
  const rules = labelRulesSchema.parse(source.labels);
  const { pools, unmatched, twice } = nameRange(series, { rules, scale, window, coversBefore });
  const { rollupDays } = resolveSetting(await app.settings.current(), "retention", FLEET_SCOPE);
  const regions = source.wholeFleet ? null : source.regionIds;
  const options = { source: `pull ${source.name}`, endpoint, retentionDays: rollupDays, regions };
  const { names } = app.telemetry;
  const directory = directoryFor(names, options);
  const sum = { accepted: 0, duplicate: 0, rejected: 0 };
  const unknown: string[] = [];
  try {
    const missing = makerOf(app, source);
    await names.refresh();
    for (const { stamp, pool } of pools) {
      // What is a stamp of another region is none to make something of.
      if (names.current().resolveStamp(stamp) === directory().resolveStamp(stamp)) missing.saw(stamp, pool);
    }
    await missing.make();
    for (const packed of pools) {
      if (typeof directory().resolvePool(packed.stamp, packed.pool) === "string")
        unknown.push(`${packed.stamp}/${packed.pool}`);
      const report = await app.telemetry.takePackedCpu(packed, options);
      sum.accepted += report.accepted;
      sum.duplicate += report.duplicate;
      sum.rejected += report.rejected;
    }
  } catch (error) {
    const isExpected = [OverloadError, TooManyNodesError, PoolsNotMadeError].some(
      (kind) => error instanceof kind,
    );
    if (isExpected && error instanceof Error) return err(`It was read, but not stored: ${error.message}`);
    throw error;
  }
  return ok({
    untilMs: window.toMs,
    ...sum,
    seen: {
      series: series.length,
      nodes: pools.reduce((count, pool) => count + pool.nodes.length, 0),
      twice,
      unmatched: unmatched.slice(0, MOST_SHOWN).map((labels) => ({ ...labels })),
      unmatchedCount: unmatched.length,
      unknown: unknown.slice(0, MOST_SHOWN),
    },
  });
}

function makerOf({ database, telemetry, clock }: PullApp, { createIn, name }: PullSource) {
  if (createIn === null) return MAKES_NOTHING;
  const author = () => ({ actor: `pull ${name}`, actorRole: "admin", atMs: clock(), requestId: null });
  return new PoolMaker(database, telemetry, { region: createIn, author });
}
