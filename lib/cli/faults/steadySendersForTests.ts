import { setTimeout as pause } from "node:timers/promises";
import type { NodeMatrix } from "../../telemetry/index.ts";
import type { WebProcess } from "./webProcessForTests.ts";

/** Samples of one node in one minute: two seconds of it, so that one that is lost, or counted twice, changes their mean. */
interface SentMinute {
  readonly node: string;
  readonly minute: number;
  readonly cpus: readonly [number, number];
}

const NODES_OF_A_SENDER = 3;

/**
 * Senders that keep what they have until it is acknowledged, as agents do: each sends minute after minute, going back in
 * time, and the same body again where it was not told 200.
 */
export class SteadySenders {
  readonly acknowledged: SentMinute[] = [];
  /** How often each status was answered; 0 = the connection broke. */
  readonly statuses = new Map<number, number>();
  /** Answers of 503 that did not say when to come again. */
  silent503 = 0;
  readonly #web: WebProcess;
  readonly #token: string;
  readonly #stamp: string;
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(web: WebProcess, { token, stamp }: { readonly token: string; readonly stamp: string }) {
    this.#web = web;
    this.#token = token;
    this.#stamp = stamp;
  }

  start(count: number, newestMinute: number): void {
    this.#running = Promise.all(
      Array.from({ length: count }, (_, sender) => this.#send(sender, newestMinute)),
    ).then(() => undefined);
  }

  /** Resolves when all that was begun is acknowledged. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  count(status: number): number {
    return this.statuses.get(status) ?? 0;
  }

  async #send(sender: number, newestMinute: number): Promise<void> {
    for (let minute = newestMinute; !this.#isStopping; minute -= 1) {
      const batch = Array.from({ length: NODES_OF_A_SENDER }, (_, node): SentMinute => {
        const cpu = ((minute * 7 + sender * 13 + node * 29) % 90) + 1;
        return { node: `n${sender}-${node}`, minute, cpus: [cpu, cpu + 4] };
      });
      await this.#untilAcknowledged(batch);
      this.acknowledged.push(...batch);
      await pause(5);
    }
  }

  async #untilAcknowledged(batch: readonly SentMinute[]): Promise<void> {
    const samples = batch.flatMap(({ node, minute, cpus }) =>
      cpus.map((cpu, at) => ({
        ts: minute * 60_000 + at * 30_000,
        stamp: this.#stamp,
        pool: "registry",
        node,
        cpu,
      })),
    );
    for (;;) {
      const answer = await fetch(`${this.#web.origin}/api/v1/samples/cpu`, {
        method: "POST",
        headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
        body: JSON.stringify({ samples }),
      }).catch(() => null);
      const status = answer?.status ?? 0;
      this.statuses.set(status, this.count(status) + 1);
      if (status === 503 && !(Number(answer?.headers.get("retry-after")) > 0)) this.silent503 += 1;
      const text = (await answer?.text().catch(() => "")) ?? "";
      if (status === 200) {
        const { accepted, duplicate } = JSON.parse(text) as { accepted: number; duplicate: number };
        if (accepted + duplicate === samples.length) return;
        throw new Error(`of ${samples.length} samples: ${text}`);
      }
      await pause(50);
    }
  }
}

/** Node and minute → mean in hundredths of a point, of what was sent. */
export function meansOf(sent: readonly SentMinute[]): Map<string, number> {
  return new Map(
    sent.map(({ node, minute, cpus: [first, second] }) => [`${node} ${minute}`, (first + second) * 50]),
  );
}

/** The same, of what is stored. */
export function storedMeans(matrix: NodeMatrix | null): Map<string, number> {
  return new Map(
    matrix?.nodes.flatMap((node, at) =>
      [...(matrix.values[at] ?? [])].flatMap((value, bin): [string, number][] =>
        value < 0 ? [] : [[`${node.name} ${matrix.fromMinute + bin}`, value]],
      ),
    ),
  );
}
