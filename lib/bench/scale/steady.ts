import { setTimeout as delay } from "node:timers/promises";
import { printHeading, printLine } from "../benchReport.ts";
import { type GrowingFleet, lastMinute } from "./prepareScale.ts";
import { count, printPages } from "./report.ts";
import type { ScaleFleet } from "./scaleFleet.ts";
import { FLEET_PAGES, regionPages, timePages } from "./scalePages.ts";
import type { SendProgress } from "./sendTypes.ts";
import { type Sender, startSender } from "./startSender.ts";
import { countCpu, countLoad, readBytes } from "./storedScale.ts";
import { readUsage, usedBetween } from "./usage.ts";

/** A collector on each stamp: the smallest bodies that 60 nodes at a time come in. */
const STAMPS_PER_BODY = 1;
const CONNECTIONS = 8;
const MINUTE_MS = 60_000;
const MOST_SHARE = 0.6;
const MOST_PAGE_MS = 300;
const PAUSE_MS = 200;

export interface SteadyPlan {
  /** Of each part that is measured apart. */
  readonly minutes: number;
  readonly rounds: number;
  /** Whether what the application does by itself, and CPU samples alone, are measured apart. */
  readonly isApart: boolean;
}

/** What was used while so many rows were stored: counted, not what should have come. */
interface Used extends ReturnType<typeof usedBetween> {
  readonly cpuRows: number;
  readonly loadRows: number;
}

/** One sample a minute of every node and one point of every registry and pool, in real time; pages meanwhile. */
export async function runSteady(fleet: GrowingFleet, part: ScaleFleet, plan: SteadyPlan): Promise<void> {
  const idle = plan.isApart ? await measure(fleet, plan.minutes, {}) : null;
  const bytesBefore = await readBytes(fleet.client);
  const fromMinute = lastMinute();
  const start = (kind: "cpu" | "load", url: string) =>
    startSender({
      ...{ url: fleet.app.origin + url, token: fleet.tokens[kind], kind, fleet: part },
      ...{ stampsPerBody: STAMPS_PER_BODY, fromMinute, minuteMs: MINUTE_MS, connections: CONNECTIONS },
    });
  const cpuSender = await start("cpu", "/api/v1/samples/cpu");
  const cpuAlone = plan.isApart ? await measure(fleet, plan.minutes, { cpuSender }) : null;
  const loadSender = await start("load", "/api/v1/samples/load");
  const both = await measure(fleet, plan.minutes, { cpuSender, loadSender });
  printUsed("steady ingest of both", both, MOST_SHARE);
  if (idle !== null && cpuAlone !== null) {
    printUsed("nothing sent: pages' caches, alerts, jobs", idle);
    printCost("CPU-seconds a million CPU samples", [cpuAlone, idle], "cpuRows");
    printCost("CPU-seconds a million load points", [both, cpuAlone], "loadRows");
  }
  const millions = (both.cpuRows + both.loadRows) / 1e6;
  printLine({
    what: "CPU-seconds a million of both, all told",
    figure: ((both.app + both.database) / millions).toFixed(2),
    detail: `${(both.app / millions).toFixed(2)} app + ${(both.database / millions).toFixed(2)} PostgreSQL`,
  });
  printHeading("Pages of a region while samples come in, to the last byte: p50 / p95");
  const before = readUsage(fleet.app.pid);
  printPages(await pages(fleet, regionPages(part), plan.rounds), MOST_PAGE_MS);
  printUsed(`with a page every ${PAUSE_MS} ms`, usedBetween(before, readUsage(fleet.app.pid)));
  printHeading("The whole fleet, meanwhile");
  printPages(await pages(fleet, FLEET_PAGES, Math.min(5, plan.rounds)), null);
  await end(fleet, { cpuSender, loadSender }, { fromMinute, bytesBefore });
}

const pages = (fleet: GrowingFleet, paths: readonly string[], rounds: number) =>
  timePages(fleet.app, { paths, rounds, pauseMs: PAUSE_MS });

async function end(
  fleet: GrowingFleet,
  { cpuSender, loadSender }: { cpuSender: Sender; loadSender: Sender },
  { fromMinute, bytesBefore }: { fromMinute: number; bytesBefore: { cpu: number; load: number } },
): Promise<void> {
  const [cpu, load] = await Promise.all([cpuSender.stop(), loadSender.stop()]);
  printHeading("What was sent");
  printSender("CPU samples", cpu, await countCpu(fleet.client, fromMinute));
  printSender("load points", load, await countLoad(fleet.client, fromMinute));
  const after = await readBytes(fleet.client);
  printBytes("CPU samples as they came", after.cpu - bytesBefore.cpu, cpu.acknowledged);
  printBytes("load points as they came", after.load - bytesBefore.load, load.acknowledged);
  fleet.filledTo = lastMinute() + 1;
}

export function printSender(what: string, sent: SendProgress, stored: number): void {
  const answered = `${sent.latencyP50Ms.toFixed(1)} / ${sent.latencyP95Ms.toFixed(1)} ms`;
  const refused = Object.entries(sent.refused).map(([status, times]) => `${times} × ${status}`);
  printLine({
    what: `${what}: bodies, answered in p50 / p95`,
    figure: `${count(sent.bodies)}, ${answered}`,
    ...(refused.length > 0 && { bar: { words: `none refused (${refused.join(", ")})`, reached: false } }),
  });
  printLine({
    what: `${what}: bytes of a row, as CSV on the network`,
    figure: (sent.bodyBytes / sent.acknowledged).toFixed(1),
  });
  printLine({
    what: `${what}: acknowledged, stored`,
    figure: `${count(sent.acknowledged)}, ${count(stored)}`,
    bar: { words: "as many", reached: sent.acknowledged === stored && sent.duplicate === 0 },
  });
  printLine({
    what: `${what}: the last body began late by`,
    figure: `${Math.round(sent.behindMs)} ms`,
    bar: { words: "in step with the clock, ≤ 1 s", reached: sent.behindMs <= 1_000 },
  });
}

export function printBytes(what: string, bytes: number, rows: number): void {
  printLine({ what: `${what}: bytes on disk a million`, figure: count(bytes / (rows / 1e6)) });
}

async function measure(
  fleet: GrowingFleet,
  minutes: number,
  { cpuSender, loadSender }: { readonly cpuSender?: Sender; readonly loadSender?: Sender },
): Promise<Used> {
  const rows = async (sender?: Sender) => (await sender?.tell())?.acknowledged ?? 0;
  const before = {
    usage: readUsage(fleet.app.pid),
    cpu: await rows(cpuSender),
    load: await rows(loadSender),
  };
  await delay(minutes * MINUTE_MS);
  return {
    ...usedBetween(before.usage, readUsage(fleet.app.pid)),
    cpuRows: (await rows(cpuSender)) - before.cpu,
    loadRows: (await rows(loadSender)) - before.load,
  };
}

function printUsed(what: string, used: ReturnType<typeof usedBetween>, most?: number): void {
  const perMinute = (seconds: number) => ((seconds / used.seconds) * 60).toFixed(1);
  printLine({
    what: `${what}: share of the machine`,
    figure: `${(used.share * 100).toFixed(1)} %`,
    detail: `${perMinute(used.app)} s/min app + ${perMinute(used.database)} s/min PostgreSQL`,
    ...(most !== undefined && { bar: { words: `≤ ${most * 100} %`, reached: used.share <= most } }),
  });
}

/** What came on top of the run without it. */
function printCost(
  what: string,
  [withIt, without]: readonly [Used, Used],
  rows: "cpuRows" | "loadRows",
): void {
  const perSecond = (used: Used, part: "app" | "database") => used[part] / used.seconds;
  const cost = (part: "app" | "database") =>
    ((perSecond(withIt, part) - perSecond(without, part)) * withIt.seconds) / (withIt[rows] / 1e6);
  const [app, database] = [cost("app"), cost("database")];
  printLine({
    what,
    figure: (app + database).toFixed(2),
    detail: `${app.toFixed(2)} app + ${database.toFixed(2)} PostgreSQL`,
  });
}
