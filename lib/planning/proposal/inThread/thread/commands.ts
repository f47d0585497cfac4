// The thread of proposeInThread: does what it was started with, tells how far it is, and ends.
import { parentPort, workerData } from "node:worker_threads";
import { searchPlacement } from "../../../search/searchPlacement.ts";
import { proposeForRegion } from "../../proposeForRegion.ts";
import type { ProposalMessage, ProposalOrder } from "../types.ts";

// Only proposeInThread starts this file, and gives it nothing else.
const { facts, stopped }: ProposalOrder = workerData;
const flag = new Int32Array(stopped);
const tell = (message: ProposalMessage) => parentPort?.postMessage(message);
const content = proposeForRegion(facts, {
  search: (instance, options) =>
    searchPlacement(instance, { ...options, shouldStop: () => Atomics.load(flag, 0) !== 0 }),
  clock: () => performance.now(),
  onProgress: (progress) => tell({ progress }),
});
tell({ content });
