// The thread of searchInThread: does what it was started with, tells how far it is, and ends.
import { parentPort, workerData } from "node:worker_threads";
import { searchPlacement } from "../../searchPlacement.ts";
import type { SearchMessage, SearchOrder } from "../types.ts";

// Only searchInThread starts this file, and gives it nothing else.
const { instance, options, stopped }: SearchOrder = workerData;
const flag = new Int32Array(stopped);
const tell = (message: SearchMessage) => parentPort?.postMessage(message);
const result = searchPlacement(instance, {
  ...options,
  shouldStop: () => Atomics.load(flag, 0) !== 0,
  onProgress: (progress) => tell({ progress }),
});
tell({ result });
