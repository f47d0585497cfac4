import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { identifyProcess, isAlive, type ProcessIdentity } from "./processIdentity.ts";

/** The process that started the server of a data folder and will stop it. One at a time. */
export interface ServerOwner extends ProcessIdentity {
  /** What it is, for messages: `npm run up`, `npm run token`. */
  readonly command: string;
  /** Where its pages are, once they are served. */
  readonly address?: string;
}

/**
 * Takes the ownership of a data folder, or returns the living owner. An owner that died without a word is replaced;
 * of several processes that try at once exactly one succeeds, because a hard link is made or is refused as a whole.
 */
export function takeOwnership(
  directory: string,
  command: string,
): { release: () => void } | { owner: ServerOwner } {
  const path = ownerPath(directory);
  const own = identifyProcess(process.pid);
  if (own === null) throw new Error("cannot read this process's own start time");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...own, command }), { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(draft, path)) return { release: () => releaseOwnership(directory, own) };
      const owner = readOwner(directory);
      if (owner !== null && isAlive(owner)) return { owner };
      discardDeadOwner(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living owner of a data folder, or null. */
export function livingOwner(directory: string): ServerOwner | null {
  const owner = readOwner(directory);
  return owner !== null && isAlive(owner) ? owner : null;
}

/** Lets others find the pages of this owner. */
export function announceAddress(directory: string, address: string): void {
  const owner = readOwner(directory);
  if (owner?.pid !== process.pid) return;
  writeReplacing(ownerPath(directory), JSON.stringify({ ...owner, address }));
}

function releaseOwnership(directory: string, own: ProcessIdentity): void {
  const owner = readOwner(directory);
  if (owner?.pid === own.pid && owner.startedAt === own.startedAt)
    rmSync(ownerPath(directory), { force: true });
}

/** Two processes may both see a dead owner: what was moved away is looked at again, and put back if it lives. */
function discardDeadOwner(path: string): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = parseOwner(readFileSync(aside, "utf8"));
  if (moved !== null && isAlive(moved)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function readOwner(directory: string): ServerOwner | null {
  try {
    return parseOwner(readFileSync(ownerPath(directory), "utf8"));
  } catch {
    return null;
  }
}

function parseOwner(text: string): ServerOwner | null {
  try {
    const value: Partial<ServerOwner> = JSON.parse(text);
    if (typeof value.pid !== "number" || typeof value.startedAt !== "string") return null;
    const { pid, startedAt, command = "another command", address } = value;
    return { pid, startedAt, command, ...(address === undefined ? {} : { address }) };
  } catch {
    return null;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Readers never see half a file. */
export function writeReplacing(path: string, text: string): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

function ownerPath(directory: string): string {
  return join(directory, "owner.json");
}
