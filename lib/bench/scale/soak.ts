import { setTimeout as delay } from "node:timers/promises";
import { minuteOf } from "../../core/index.ts";
import { printHeading, printLine } from "../benchReport.ts";
import type { ServedApp } from "../servedApp.ts";
import { judgeFlat } from "./flat.ts";
import type { GrowingFleet } from "./prepareScale.ts";
import { count, megabytes } from "./report.ts";
import type { ScaleFleet } from "./scaleFleet.ts";
import type { SendProgress } from "./sendTypes.ts";
import { startSender } from "./startSender.ts";
import { printBytes, printSender } from "./steady.ts";
import { countCpu, countLoad, readBytes } from "./storedScale.ts";
import { readUsage, type Usage, usedBetween } from "./usage.ts";

const TIMES = 10;
/** A collector of ten stamps, as of a row of a hall: bodies of 600 samples. */
const STAMPS_PER_BODY = 10;
const CONNECTIONS = 8;
const LOOK_MS = 10_000;

/** What a minute of the run held, of its looks: the least, which stays, and the most, which comes and goes. */
interface MinuteLook {
  readonly appBytes: number;
  readonly appPeakBytes: number;
  readonly databaseBytes: number;
  readonly heapBytes: number;
}

/** Where the samples of a run of so many minutes begin, so that none is ever of the future. */
export function soakFromMinute(minutes: number): number {
  return minuteOf(Date.now()) - (TIMES - 1) * minutes - 2;
}

/** Ten minutes of samples in each minute; memory every minute, and every row counted at the end, or when it is asked to end. */
export async function runSoak(
  fleet: GrowingFleet,
  part: ScaleFleet,
  asked: { readonly minutes: number; readonly fromMinute: number; readonly stopped: AbortSignal },
): Promise<void> {
  printHeading(`Soak: ${TIMES} × real time for ${asked.minutes} minutes`);
  const bytesBefore = await readBytes(fleet.client);
  const start = (kind: "cpu" | "load", url: string) =>
    startSender({
      ...{ url: fleet.app.origin + url, token: fleet.tokens[kind], kind, fleet: part },
      ...{ stampsPerBody: STAMPS_PER_BODY, fromMinute: asked.fromMinute },
      ...{ minuteMs: 60_000 / TIMES, connections: CONNECTIONS },
    });
  const senders = await Promise.all([
    start("cpu", "/api/v1/samples/cpu"),
    start("load", "/api/v1/samples/load"),
  ]);
  const begun = readUsage(fleet.app.pid);
  const looks: MinuteLook[] = [];
  const begunMs = performance.now();
  for (let minute = 1; minute <= asked.minutes && !asked.stopped.aborted; minute++) {
    const before = readUsage(fleet.app.pid);
    const look = await lookUntil(begunMs + minute * 60_000, fleet.app, asked.stopped);
    if (look === null) break;
    looks.push(look);
    const told = await Promise.all(senders.map((sender) => sender.tell()));
    printMinute({ minute, look, told, used: usedBetween(before, readUsage(fleet.app.pid)) });
  }
  const used = usedBetween(begun, readUsage(fleet.app.pid));
  const [cpu, load] = await Promise.all([senders[0].stop(), senders[1].stop()]);
  printHeading(`After ${Math.round(used.seconds)} s`);
  printLine({
    what: "share of the machine, application and PostgreSQL",
    figure: `${(used.share * 100).toFixed(1)} %`,
  });
  printRate("CPU samples", cpu, used.seconds);
  printRate("load points", load, used.seconds);
  printFlat(
    "memory of the application, the least of each minute",
    looks.map(({ appBytes }) => appBytes),
  );
  printFlat(
    "memory of the application, the most of each minute",
    looks.map(({ appPeakBytes }) => appPeakBytes),
  );
  printFlat(
    "heap of the application, the least of each minute",
    looks.map(({ heapBytes }) => heapBytes),
  );
  printFlat(
    "memory of PostgreSQL",
    looks.map(({ databaseBytes }) => databaseBytes),
  );
  printSender("CPU samples", cpu, await countCpu(fleet.client, asked.fromMinute));
  printSender("load points", load, await countLoad(fleet.client, asked.fromMinute));
  const after = await readBytes(fleet.client);
  printBytes("CPU samples", after.cpu - bytesBefore.cpu, cpu.acknowledged);
  printBytes("load points", after.load - bytesBefore.load, load.acknowledged);
}

/** Looks every ten seconds until then (as performance.now() counts): a look may take long, a minute may not. */
async function lookUntil(endMs: number, app: ServedApp, stopped: AbortSignal): Promise<MinuteLook | null> {
  const looks: { readonly usage: Usage; readonly heapBytes: number }[] = [];
  do {
    const waitMs = Math.max(0, Math.min(LOOK_MS, endMs - performance.now()));
    await delay(waitMs, undefined, { signal: stopped }).catch(() => undefined);
    if (stopped.aborted) return null;
    looks.push({ heapBytes: await readHeap(app), usage: readUsage(app.pid) });
  } while (performance.now() < endMs);
  const ofApp = looks.map(({ usage }) => usage.appBytes);
  return {
    appBytes: Math.min(...ofApp),
    appPeakBytes: Math.max(...ofApp),
    databaseBytes: looks.at(-1)?.usage.databaseBytes ?? 0,
    heapBytes: Math.min(...looks.map(({ heapBytes }) => heapBytes)),
  };
}

/** What the application's own metrics say; infinite where it did not answer in time. */
async function readHeap(app: ServedApp): Promise<number> {
  const answer = await fetch(`${app.origin}/metrics`, {
    headers: { authorization: `Bearer ${app.adminToken}` },
    signal: AbortSignal.timeout(LOOK_MS),
  }).catch(() => null);
  const text = answer === null ? "" : await answer.text();
  const bytes = /^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1];
  return bytes === undefined ? Number.POSITIVE_INFINITY : Number(bytes);
}

function printMinute(told: {
  readonly minute: number;
  readonly look: MinuteLook;
  readonly told: readonly SendProgress[];
  readonly used: ReturnType<typeof usedBetween>;
}): void {
  const { minute, look, used } = told;
  const sent = told.told.map(
    ({ acknowledged, behindMs }) => `${count(acknowledged)} (${Math.round(behindMs / 1_000)} s behind)`,
  );
  process.stdout.write(
    `minute ${String(minute).padStart(3)}: app ${megabytes(look.appBytes)}–${megabytes(look.appPeakBytes)}, heap ${megabytes(look.heapBytes)}, ` +
      `PostgreSQL ${megabytes(look.databaseBytes)}, ${(used.share * 100).toFixed(0)} % of the machine; ` +
      `CPU ${sent[0]}, load ${sent[1]}\n`,
  );
}

function printRate(what: string, { acknowledged, behindMs }: SendProgress, seconds: number): void {
  printLine({
    what: `${what}: stored a second`,
    figure: count(acknowledged / seconds),
    bar: { words: `${TIMES} × real time, ≤ 6 s behind at the end`, reached: behindMs <= 6_000 },
  });
}

function printFlat(what: string, figures: readonly number[]): void {
  const flat = judgeFlat(figures);
  printLine({
    what: `${what}: first, last minute`,
    figure: `${megabytes(figures[0] ?? 0)}, ${megabytes(figures.at(-1) ?? 0)}`,
    ...(flat === null
      ? {}
      : {
          detail: `last third ${(flat.growth * 100).toFixed(1)} % over the middle one`,
          bar: { words: "flat: ≤ 5 % from the middle third to the last", reached: flat.isFlat },
        }),
  });
}
