import type { BodyOptions } from "./sampleBodies.ts";

/** What the load generator is asked to send. */
export interface LoadOrder extends BodyOptions {
  readonly url: string;
  readonly token: string;
  /** Requests under way at once, each on a connection of its own that is kept open. */
  readonly connections: number;
  /** Sent for so long before counting begins: what a process does only in its first seconds is not its rate. */
  readonly warmUpMilliseconds: number;
  /** Counts for this long, or until the bodies have been sent. */
  readonly milliseconds: number;
}

/** All figures are of the time that counts. */
export interface LoadResult {
  readonly requests: number;
  readonly samples: number;
  readonly seconds: number;
  /** Of each request, sorted: from its first byte sent to its answer read. */
  readonly latencyP50Ms: number;
  readonly latencyP99Ms: number;
  /** What the generator itself took of the cores that the server also runs on. */
  readonly generatorCpuSeconds: number;
}
