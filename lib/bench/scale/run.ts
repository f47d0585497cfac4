import { createDatabaseClient } from "../../db/client.ts";
import { printHeading, printLine } from "../benchReport.ts";
import type { ServedApp } from "../servedApp.ts";
import { growTo, lastMinute, openFleet } from "./prepareScale.ts";
import { count } from "./report.ts";
import {
  countMinute,
  countNodes,
  countRegistries,
  partOf,
  type ScaleFleet,
  WHOLE_FLEET,
} from "./scaleFleet.ts";
import { runSoak, soakFromMinute } from "./soak.ts";
import { printBytes, runSteady } from "./steady.ts";
import { readBytes, readBytesOfHour } from "./storedScale.ts";

const PARTS = [
  { name: "1/16", share: 1 / 16 },
  { name: "1/4", share: 1 / 4 },
  { name: "1/1", share: 1 },
] as const;
const HOURS = 13;
const QUICK_HOURS = 2;
/** History that a soak begins on: the whole look-back, since what is kept in memory of it is part of what must not grow. */
const SOAK_HOURS = 26;

export interface ScaleAsked {
  readonly isQuick: boolean;
  /** Minutes of soak instead of the growth; null: the growth. */
  readonly soakMinutes: number | null;
  /** Of the fleet, for who wants to see the bench itself run. */
  readonly share: number;
  readonly stopped: AbortSignal;
}

/** Grows the fleet and measures what it takes, or lets the whole run at ten times real time. */
export async function runScaleBench(app: ServedApp, asked: ScaleAsked): Promise<void> {
  const client = createDatabaseClient(app.databaseUrl, { actsAs: "owner" });
  try {
    if (asked.soakMinutes !== null) {
      const fleet = await openFleet(app, client, SOAK_HOURS);
      const part = partOf(WHOLE_FLEET, asked.share);
      const fromMinute = soakFromMinute(asked.soakMinutes);
      printPart("The fleet", part);
      await growTo(fleet, part, fromMinute);
      await runSoak(fleet, part, {
        minutes: asked.soakMinutes,
        fromMinute: soakFromMinute(asked.soakMinutes),
        stopped: asked.stopped,
      });
      return;
    }
    const fleet = await openFleet(app, client, asked.isQuick ? QUICK_HOURS : HOURS);
    const plan = asked.isQuick
      ? { minutes: 1, rounds: 20, isApart: false }
      : { minutes: 3, rounds: 40, isApart: true };
    for (const { name, share } of PARTS) {
      if (share > asked.share || asked.stopped.aborted) break;
      const part = partOf(WHOLE_FLEET, share);
      printPart(`${name} of the fleet`, part);
      const before = await readBytes(client);
      const filled = await growTo(fleet, part, lastMinute());
      const after = await readBytes(client);
      printBytes("CPU samples of history", after.cpu - before.cpu, filled.cpu);
      printBytes("load points of history", after.load - before.load, filled.load);
      await runSteady(fleet, part, plan);
      printLine({
        what: "rollups: bytes on disk a pool and hour",
        figure: count(await readBytesOfHour(client)),
      });
    }
  } finally {
    await client.close();
  }
}

function printPart(what: string, part: ScaleFleet): void {
  const { cpu, load } = countMinute(part);
  printHeading(
    `== ${what}: ${count(part.stamps)} stamps, ${count(countNodes(part))} nodes, ${count(countRegistries(part))} registries; ` +
      `${count(cpu)} CPU samples and ${count(load)} load points a minute`,
  );
}
