import { parseArgs } from "node:util";
import { appendAudit } from "../audit/index.ts";
import { formatCount } from "../charts/index.ts";
import { instantSchema, minuteOf, minuteToIso } from "../core/index.ts";
import { createDatabaseClient, type DatabaseClient, withTransaction } from "../db/client.ts";
import { listPartitions } from "../db/partitions.ts";
import { recomputeRollups } from "../telemetry/cpu/recompute/commands.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { openDatabase } from "./openDatabase.ts";
import { startProgress } from "./progress.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "./projectRoot.ts";

const USAGE = `npm run rollups [-- --from TIME] [--to TIME] [--stamp S] [--dry-run] [--data DIR]
Makes the pools' rollups anew from the minutes of their nodes, where these are still there, and says what differed. May run
beside the application; done again it changes nothing. Exit code of a dry run: 1 where something would be written.
  --from, --to  whole hours of [from, to) (every day whose nodes' minutes are kept)
  --stamp S     of this stamp alone
  --dry-run     looks, and writes nothing`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      to: { type: "string" },
      stamp: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      data: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const fromMs = values.from === undefined ? null : instantOf("--from", values.from);
  const toMs = values.to === undefined ? null : instantOf("--to", values.to);
  const server = await openDatabase(
    values.data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(values.data),
    "npm run rollups",
  );
  const client = createDatabaseClient(server.url);
  try {
    const isDryRun = values["dry-run"];
    return await recompute(client, { fromMs, toMs, stamp: values.stamp, isDryRun });
  } finally {
    await client.close();
    await server.close();
  }
});

interface Asked {
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly stamp: string | undefined;
  readonly isDryRun: boolean;
}

async function recompute(client: DatabaseClient, { fromMs, toMs, stamp, isDryRun }: Asked): Promise<number> {
  const days = await listPartitions(client.pools.ingest, "pool_minute");
  const [first] = days;
  if (first === undefined) throw new CommandError("there are no minutes of nodes to make rollups from");
  const fromMinute = fromMs === null ? first.fromMinute : minuteOf(fromMs);
  const toMinute = toMs === null ? (days.at(-1) ?? first).toMinute : minuteOf(toMs);
  if (toMinute <= fromMinute) throw new CommandError("there is nothing between --from and --to");
  const pools = await client.prisma.pool.findMany({
    select: { id: true },
    orderBy: { id: "asc" },
    ...(stamp === undefined ? {} : { where: { stamp: { name: stamp } } }),
  });
  if (pools.length === 0) throw new CommandError(`there is no stamp ${stamp ?? ""} with a pool`);
  const progress = startProgress(isDryRun ? "Looking at rollups" : "Making rollups anew");
  const found = await recomputeRollups(client.pools.ingest, {
    pools: pools.map(({ id }) => id),
    fromMinute,
    toMinute,
    isDryRun,
    onProgress: progress.update,
  });
  progress.end(true);
  if (!isDryRun) await noteRecomputed(client, { stamp, fromMinute, toMinute, found });
  const differs = found.wrongBins + found.wrongMinutes;
  process.stdout.write(
    [
      `${formatCount(found.minutes)} minutes of ${formatCount(found.pools)} pools, ${minuteToIso(fromMinute)} to ${minuteToIso(toMinute)}`,
      differs === 0
        ? "Every rollup is what its nodes come to."
        : `${formatCount(found.wrongBins)} bins of hours and ${formatCount(found.wrongMinutes)} minutes differed, in ${formatCount(found.hours)} hours: ${isDryRun ? "nothing was written" : "written anew"}.`,
      ...(found.withoutRaw === 0
        ? []
        : [`${formatCount(found.withoutRaw)} bins have no minutes of nodes any more: left as they are.`]),
      "",
    ].join("\n"),
  );
  return isDryRun && differs > 0 ? 1 : 0;
}

interface Recomputed {
  readonly stamp: string | undefined;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly found: { readonly wrongBins: number; readonly wrongMinutes: number };
}

/** Whoever can run this on the server's machine has its files anyway; the audit names the way taken. */
async function noteRecomputed(
  client: DatabaseClient,
  { stamp, fromMinute, toMinute, found }: Recomputed,
): Promise<void> {
  const author = { actor: "cli", actorRole: "admin", atMs: Date.now(), requestId: null };
  const { wrongBins, wrongMinutes } = found;
  const [from, to] = [fromMinute, toMinute].map(minuteToIso);
  await withTransaction(client, (tx) =>
    appendAudit(tx, author, [
      {
        action: "rollups.recomputed",
        thing: "rollups",
        thingName: stamp ?? "fleet",
        after: { from: from ?? "", to: to ?? "", wrongBins, wrongMinutes },
      },
    ]),
  );
}

function instantOf(option: string, text: string): number {
  const instant = instantSchema.safeParse(text);
  if (!instant.success)
    throw new CommandError(`${option} ${instant.error.issues[0]?.message ?? "is not a time"}`);
  return instant.data;
}
