import type { DatabaseClient } from "../db/client.ts";
export async function demoFleetState(
  _client: DatabaseClient,
): Promise<"none" | "partial" | "complete" | "other"> {
  return "other";
}
export async function loadDemo(_options: {
  client: DatabaseClient;
  nowMs: number;
  seed: number;
  onProgress: (share: number) => void;
}): Promise<void> {}
