// Builds its bodies, says "ready", sends them on "go", and answers with its result.
import { Agent } from "node:http";
import { postBody } from "../sending/postBody.ts";
import { beSender } from "../sending/senderProcess.ts";
import type { LoadOrder, LoadResult } from "./loadTypes.ts";
import { CONTENT_TYPES, sampleBodies } from "./sampleBodies.ts";

const order: LoadOrder = JSON.parse(process.argv[2] ?? "{}");
const bodies = [...sampleBodies(order)];

const headers = { authorization: `Bearer ${order.token}`, "content-type": CONTENT_TYPES[order.format] };

beSender(run);

async function run(): Promise<LoadResult> {
  let next = 0;
  const sendUntil = async (endAt: number): Promise<number[]> => {
    const latencies: number[] = [];
    const connection = async (agent: Agent): Promise<void> => {
      while (performance.now() < endAt) {
        const body = bodies[next++];
        if (body === undefined) break;
        const sentAt = performance.now();
        await send(agent, body);
        latencies.push(performance.now() - sentAt);
      }
    };
    await Promise.all(agents.map(connection));
    return latencies;
  };
  const agents = Array.from(
    { length: order.connections },
    () => new Agent({ keepAlive: true, maxSockets: 1 }),
  );
  await sendUntil(performance.now() + order.warmUpMilliseconds);
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const latencies = await sendUntil(startedAt + order.milliseconds);
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  for (const agent of agents) agent.destroy();
  if (latencies.length === 0) throw new Error("the bodies were used up before counting began");
  latencies.sort((left, right) => left - right);
  return {
    requests: latencies.length,
    samples: latencies.length * order.samplesPerRequest,
    seconds,
    latencyP50Ms: latencies[Math.floor(latencies.length / 2)] ?? 0,
    latencyP99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
    generatorCpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

/** Throws unless every sample of it was stored as a new one. */
async function send(agent: Agent, body: Buffer): Promise<void> {
  const { status, text } = await postBody({ url: order.url, agent, headers }, body);
  if (status !== 200 || !text.startsWith(`{"accepted":${order.samplesPerRequest},`))
    throw new Error(`the server answered ${status}: ${text.slice(0, 300)}`);
}
