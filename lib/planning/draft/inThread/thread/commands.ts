// The thread of judgeInThread: judges the draft that it was started with, and ends.
import { parentPort, workerData } from "node:worker_threads";
import { type DraftToJudge, judgeDraft } from "../../../judgeDraft.ts";
import type { JudgedMessage } from "../types.ts";

// Only judgeInThread starts this file, and gives it nothing else.
const draft: DraftToJudge = workerData;
const judged = judgeDraft(draft);
const message: JudgedMessage = judged.ok
  ? { prepared: judged.value }
  : { failure: { detail: judged.error.detail, errors: judged.error.errors ?? [] } };
parentPort?.postMessage(message);
