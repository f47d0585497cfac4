// Sends from "go" to "stop", the same again at once where it is refused, and tells what it was answered.
import { Agent, type IncomingHttpHeaders } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { minuteToIso } from "../../core/index.ts";
import { postBody } from "../sending/postBody.ts";
import { beSender } from "../sending/senderProcess.ts";
import type { FloodOrder, FloodResult } from "./floodTypes.ts";

const order: FloodOrder = JSON.parse(process.argv[2] ?? "{}");
const headers = { authorization: `Bearer ${order.token}`, "content-type": "application/x-ndjson" };
const NO_HEADERS: IncomingHttpHeaders = {};
const statuses: Record<string, number> = {};
const latenciesMs: number[] = [];
let withRetryAfter = 0;
let acknowledged = 0;
let isStopped = false;
let bodies = 0;

beSender(flood, () => {
  isStopped = true;
});

async function flood(): Promise<FloodResult> {
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: order.connections }, connection));
  const seconds = (performance.now() - startedAt) / 1_000;
  latenciesMs.sort((left, right) => left - right);
  return { seconds, statuses, withRetryAfter, acknowledged, latenciesMs };
}

async function connection(): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let body = bodyOf(bodies++);
  while (!isStopped) {
    const sentAt = performance.now();
    const answer = await postBody({ url: order.url, agent, headers }, body).catch(
      (error: NodeJS.ErrnoException) => ({ status: error.code ?? "broken", headers: NO_HEADERS, text: "" }),
    );
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.headers["retry-after"] !== undefined) withRetryAfter++;
    if (answer.status === 200) {
      acknowledged += (JSON.parse(answer.text) as { accepted: number }).accepted;
      latenciesMs.push(performance.now() - sentAt);
      body = bodyOf(bodies++);
    }
    if (order.pauseMs > 0) await delay(order.pauseMs);
  }
  agent.destroy();
}

/** Bodies go round the pools; no two have a minute of the same pool. */
function bodyOf(number: number): string {
  const pool = order.pools[number % order.pools.length] ?? "";
  const from = order.fromMinute + Math.floor(number / order.pools.length) * order.minutesPerBody;
  const rows: string[] = [];
  for (let minute = from; minute < from + order.minutesPerBody; minute++) {
    const head = `{"ts":"${minuteToIso(minute)}","stamp":"${order.stamp}","pool":"${pool}","node":"n`;
    for (let node = 0; node < order.nodesPerPool; node++)
      rows.push(`${head}${node}","cpu":${(number + node) % 100}}`);
  }
  return `${rows.join("\n")}\n`;
}
