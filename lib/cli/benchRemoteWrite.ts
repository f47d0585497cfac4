// `npm run bench:remote-write`: remote write end to end, beside a Prometheus that receives the same bodies in the same run.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { BenchFleet } from "../bench/benchFleet.ts";
import { median, perSecond, printHeading, printLine } from "../bench/benchReport.ts";
import { type OwnReceiver, startOwnReceiver } from "../bench/remoteWrite/ownReceiver.ts";
import { type Receiver, startReceiver } from "../bench/remoteWrite/prometheusReceiver.ts";
import type { WriteKind, WriteOptions } from "../bench/remoteWrite/writeBodies.ts";
import type { WriteOrder, WriteResult } from "../bench/remoteWrite/writeTypes.ts";
import { CommandError, runCommand } from "./commandError.ts";
import { fetchDebianProgram } from "./debianPrograms.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

const SAMPLES_PER_REQUEST = 2_000;
/** As Prometheus has it unless told otherwise, and as many set it. */
const STEPS_SECONDS = [60, 15];
/** 16,000 nodes: eight bodies a round of gauges. */
const GAUGE_FLEET: BenchFleet = { regions: 1, stampsPerRegion: 200, nodesPerPool: 40 };
/** 1,500 nodes of 32 series each: 24 bodies a round. */
const COUNTER_FLEET: BenchFleet = { regions: 1, stampsPerRegion: 25, nodesPerPool: 30 };
const ROUNDS = 3;
/** Of the time that is sent for, how much has been. */
let usedMs = 0;

await runCommand(async () => {
  const program = fetchDebianProgram("prometheus");
  if (program === null) throw new CommandError("no prometheus to measure beside: apt-get install prometheus");
  const theirs = await startReceiver(program);
  const ours = await startOwnReceiver(GAUGE_FLEET);
  try {
    printHeading(
      "Remote write 1.0, 2,000 samples a request, HTTP to answer, token and mapping on; medians of 3",
    );
    for (const kind of ["gauge", "counters"] as const) {
      for (const stepSeconds of STEPS_SECONDS) {
        for (const connections of [4, 1]) await compare({ ours, theirs, kind, connections, stepSeconds });
      }
    }
    return 0;
  } finally {
    await theirs.stop();
    await ours.stop();
  }
});

interface Comparison {
  readonly ours: OwnReceiver;
  readonly theirs: Receiver;
  readonly kind: WriteKind;
  readonly connections: number;
  readonly stepSeconds: number;
}

/** Each round sends the same bodies to both, one after the other, of a time of its own. */
async function compare({ ours, theirs, kind, connections, stepSeconds }: Comparison): Promise<void> {
  const fleet = kind === "gauge" ? GAUGE_FLEET : COUNTER_FLEET;
  const stepMs = stepSeconds * 1_000;
  const requestsPerRound = kind === "gauge" ? 8 : 24;
  const requests = kind === "gauge" ? 160 : 192;
  const ratios: number[] = [];
  const rates: number[] = [];
  const otherRates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const fromMs = nextStart(Math.ceil(requests / requestsPerRound) * stepMs);
    const bodies = { fleet, kind, samplesPerRequest: SAMPLES_PER_REQUEST, fromMs, stepMs, requests };
    const order = { connections, requestsPerRound, warmUpRequests: requestsPerRound * 2 };
    const rate = await sendAll({ ...bodies, ...order, url: ours.url, token: ours.token });
    const other = await sendAll({ ...bodies, ...order, url: theirs.url });
    rates.push(rate);
    otherRates.push(other);
    ratios.push(rate / other);
  }
  const ratio = median(ratios);
  printLine({
    what: `${kind === "gauge" ? "a gauge a node" : "node_exporter's counters"}, every ${stepSeconds} s, ${connections} connections`,
    figure: perSecond(median(rates), "samples"),
    ratio: { of: ratio, to: `Prometheus (${perSecond(median(otherRates), "samples")})` },
    bar: { words: "≥ 1.0 ×", reached: ratio >= 1 },
  });
}

/** Forward through the last hours: a receiver takes no sample that is older than what it has of a series. */
function nextStart(spanMs: number): number {
  const startMs = Math.floor((Date.now() - 12 * 3_600_000) / 60_000) * 60_000 + usedMs;
  usedMs += Math.ceil(spanMs / 60_000) * 60_000 + 60_000;
  return startMs;
}

async function sendAll(order: WriteOrder & WriteOptions): Promise<number> {
  const child = fork(join(PROJECT_ROOT, "lib/bench/remoteWrite/writeProcess.ts"), [JSON.stringify(order)]);
  const ended = once(child, "exit");
  const message = async () =>
    await new Promise<unknown>((received, failed) => {
      child.once("message", received);
      child.once("exit", (code) => failed(new Error(`the sender ended with exit code ${code}`)));
    });
  await message();
  child.send("go");
  // The sender sends its result alone after the first word.
  const { samples, seconds } = (await message()) as WriteResult;
  await ended;
  return samples / seconds;
}
