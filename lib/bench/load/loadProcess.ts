// Runs in a process of its own, so that what sending costs is not counted on the server's thread. Says "ready" when the
// bodies are built, sends on "go", and answers with its result.
import { Agent, request } from "node:http";
import type { LoadOrder, LoadResult } from "./loadTypes.ts";
import { CONTENT_TYPES, sampleBodies } from "./sampleBodies.ts";

const order: LoadOrder = JSON.parse(process.argv[2] ?? "{}");
const bodies = [...sampleBodies(order)];

process.on("message", () => {
  run().then(
    (result) => process.send?.(result, () => process.disconnect()),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.send?.("ready");

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

/** Sends one body; throws unless every sample of it was stored as a new one. */
function send(agent: Agent, body: Buffer): Promise<void> {
  return new Promise((sent, failed) => {
    const outgoing = request(
      order.url,
      {
        method: "POST",
        agent,
        headers: {
          authorization: `Bearer ${order.token}`,
          "content-type": CONTENT_TYPES[order.format],
          "content-length": body.length,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", failed);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (incoming.statusCode === 200 && text.startsWith(`{"accepted":${order.samplesPerRequest},`))
            sent();
          else failed(new Error(`the server answered ${incoming.statusCode}: ${text.slice(0, 300)}`));
        });
      },
    );
    outgoing.on("error", failed);
    outgoing.end(body);
  });
}
