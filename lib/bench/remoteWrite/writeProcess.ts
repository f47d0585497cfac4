// Sends bodies of remote write from a process of its own. Says "ready" when they are built, sends on "go", and answers with
// its result.
import { Agent } from "node:http";
import { postBody } from "../sending/postBody.ts";
import { beSender } from "../sending/senderProcess.ts";
import { type WriteOptions, writeBodies } from "./writeBodies.ts";
import type { WriteOrder, WriteResult } from "./writeTypes.ts";

const order: WriteOrder & WriteOptions = JSON.parse(process.argv[2] ?? "{}");
const bodies = writeBodies(order);

const headers = {
  "content-type": "application/x-protobuf",
  "content-encoding": "snappy",
  "x-prometheus-remote-write-version": "0.1.0",
  ...(order.token === undefined ? {} : { authorization: `Bearer ${order.token}` }),
};

beSender(run);

async function run(): Promise<WriteResult> {
  // As a sender's shards: each connection has series of its own, and sends them in the order of their times.
  const queues = Array.from({ length: order.connections }, (_, connection) =>
    bodies
      .map((_body, at) => at)
      .filter((at) => (at % order.requestsPerRound) % order.connections === connection),
  );
  const sendUntil = async (end: number): Promise<void> => {
    const connection = async (agent: Agent, queue: number[]): Promise<void> => {
      while ((queue[0] ?? end) < end) await send(agent, bodies[queue.shift() ?? 0] ?? Buffer.alloc(0));
    };
    await Promise.all(agents.map((agent, at) => connection(agent, queues[at] ?? [])));
  };
  const agents = Array.from(
    { length: order.connections },
    () => new Agent({ keepAlive: true, maxSockets: 1 }),
  );
  await sendUntil(order.warmUpRequests);
  const startedAt = performance.now();
  await sendUntil(bodies.length);
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const agent of agents) agent.destroy();
  return { samples: (bodies.length - order.warmUpRequests) * order.samplesPerRequest, seconds };
}

/** Throws unless all of it was taken. */
async function send(agent: Agent, body: Buffer): Promise<void> {
  const { status, text } = await postBody({ url: order.url, agent, headers }, body);
  if (status !== 204) throw new Error(`it was answered ${status}: ${text.slice(0, 300)}`);
}
