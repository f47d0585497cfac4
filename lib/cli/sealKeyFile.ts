import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "../env.ts";

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The key under which addresses and secrets of channels are stored: BALLAST_SEAL_KEY; else that of the data folder, made at
 * the first start and readable to its owner alone; for a database elsewhere none, unless it is said.
 */
export function sealKeyOf(dataDirectory: string): string | null {
  const { BALLAST_SEAL_KEY: given, DATABASE_URL: elsewhere } = env();
  if (given !== undefined) return given;
  if (elsewhere !== undefined) return null;
  const file = join(dataDirectory, "seal.key");
  try {
    // `wx`: of two that start at once one makes it, and the other reads it.
    writeFileSync(file, `${randomBytes(KEY_BYTES).toString("base64url")}\n`, {
      flag: "wx",
      mode: OWNER_ONLY,
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8").trim();
}
