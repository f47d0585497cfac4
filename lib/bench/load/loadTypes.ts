import type { BodyOptions } from "./sampleBodies.ts";

/** What the load generator is asked to send. */
export interface LoadOrder extends BodyOptions {
  readonly url: string;
  readonly token: string;
  /** Requests under way at once, each on a connection of its own that is kept open. */
  readonly connections: number;
  /** Ends after this long, or when the bodies have been sent. */
  readonly milliseconds: number;
}

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
