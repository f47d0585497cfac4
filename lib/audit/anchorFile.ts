import { open, readFile } from "node:fs/promises";
import { type Anchor, type AnchorChain, readAnchorChain } from "./anchor.ts";

/** What a file holds; one that is not there holds nothing. */
export async function readAnchorFile(path: string): Promise<AnchorChain> {
  try {
    return readAnchorChain(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return readAnchorChain("");
    throw error;
  }
}

/**
 * Adds a line, and returns when it is on the disk. What is there is never rewritten: a line that a crash cut off is closed,
 * and stays.
 */
export async function appendToAnchorFile(path: string, anchor: Anchor): Promise<void> {
  const file = await open(path, "a+", 0o600);
  try {
    const { size } = await file.stat();
    const lastByte = size === 0 ? null : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
    const closing = lastByte === null || lastByte === "\n" ? "" : "\n";
    await file.write(`${closing}${JSON.stringify(anchor)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
