// Collectors in a process of their own, so that what sending costs is not counted on the server. Each sends one body a
// minute, spread evenly over it; what is refused is sent again. Sends from "go" to "stop", and tells on "tell" how far it is.
import { Agent, type IncomingHttpHeaders } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { postBody } from "../sending/postBody.ts";
import { beSender } from "../sending/senderProcess.ts";
import { Latencies } from "./latencies.ts";
import { cpuBody, loadBody } from "./scaleBodies.ts";
import type { SendOrder, SendProgress } from "./sendTypes.ts";

const order: SendOrder = JSON.parse(process.argv[2] ?? "{}");
const headers = { authorization: `Bearer ${order.token}`, "content-type": "text/csv" };
const collectors = Math.ceil(order.fleet.stamps / order.stampsPerBody);
const latencies = new Latencies();
const refused: Record<string, number> = {};
let bodies = 0;
let acknowledged = 0;
let duplicate = 0;
let bodyBytes = 0;
let behindMs = 0;
let next = 0;
let startedAt = 0;
let isStopped = false;

// A Ctrl-C at the terminal is for the one who started this, and asks for what was sent so far.
process.on("SIGINT", () => undefined);
process.once("disconnect", () => process.exit());
beSender(run, (word) => {
  if (word === "tell") process.send?.(progress());
  else if (word === "stop") isStopped = true;
});

async function run(): Promise<SendProgress> {
  startedAt = performance.now();
  await Promise.all(Array.from({ length: order.connections }, connection));
  return progress();
}

function progress(): SendProgress {
  return {
    ...{ bodies, acknowledged, duplicate, bodyBytes, refused, behindMs },
    latencyP50Ms: latencies.percentile(0.5),
    latencyP95Ms: latencies.percentile(0.95),
    rssBytes: process.memoryUsage.rss(),
  };
}

async function connection(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!isStopped) {
    const number = next++;
    const dueAt = startedAt + (number / collectors) * order.minuteMs;
    while (!isStopped && performance.now() < dueAt)
      await delay(Math.min(100, Math.max(1, dueAt - performance.now())));
    // Numbers that were taken but not begun are the last ones: nothing before them is left out.
    if (isStopped) break;
    behindMs = performance.now() - dueAt;
    const body = bodyOf(number);
    await sendUntilStored(agent, body);
    bodyBytes += Buffer.byteLength(body);
    bodies++;
  }
  agent.destroy();
}

function bodyOf(number: number): string {
  const fromStamp = (number % collectors) * order.stampsPerBody;
  const round = {
    fleet: order.fleet,
    fromStamp,
    toStamp: Math.min(order.fleet.stamps, fromStamp + order.stampsPerBody),
    minute: order.fromMinute + Math.floor(number / collectors),
  };
  return order.kind === "cpu" ? cpuBody(round) : loadBody(round);
}

const NO_HEADERS: IncomingHttpHeaders = {};
/** How often a body is sent again after the end has come: what is half known cannot be counted. */
const MOST_LAST_TRIES = 30;

/** Sends a body until it is stored; gives up only where nobody answers any more after the end. */
async function sendUntilStored(agent: Agent, body: string): Promise<void> {
  for (let lastTries = 0; lastTries < MOST_LAST_TRIES; lastTries += isStopped ? 1 : 0) {
    const sentAt = performance.now();
    const answer = await postBody({ url: order.url, agent, headers }, body).catch(
      (error: NodeJS.ErrnoException) => ({ status: error.code ?? "broken", headers: NO_HEADERS, text: "" }),
    );
    if (answer.status === 200) {
      const told: { accepted: number; duplicate: number; rejected: number } = JSON.parse(answer.text);
      if (told.rejected > 0) throw new Error(`rows were rejected: ${answer.text.slice(0, 500)}`);
      acknowledged += told.accepted;
      duplicate += told.duplicate;
      latencies.add(performance.now() - sentAt);
      return;
    }
    if (String(answer.status).startsWith("4"))
      throw new Error(`${answer.status}: ${answer.text.slice(0, 500)}`);
    refused[answer.status] = (refused[answer.status] ?? 0) + 1;
    await delay(1_000 * Math.min(5, Number(answer.headers["retry-after"] ?? 1)));
  }
}
