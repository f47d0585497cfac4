import { type Session, sessionSchema } from "#lib/imports/session/sessionBody.ts";
import { type CallProblem, callApi, readProblem, UNREACHED } from "../../../_components/callApi.ts";
import { type FilePart, type PickedFile, UnpackError } from "./pickedFile.ts";

/** What one part is, unpacked: some tens of thousands of rows, stored in one commit. */
const PART_BYTES = 4_194_304;
const LONGEST_WAIT_MS = 15_000;

export interface Sending {
  readonly file: PickedFile;
  readonly signal: AbortSignal;
  readonly onProgress: (session: Session) => void;
  /** Why it waits at this moment; null = it goes on. */
  readonly onWaiting: (reason: string | null) => void;
}

/** How sending ended: the file is in, somebody stopped it, or it cannot go on, in words. */
export type SendEnd =
  | { readonly kind: "complete" | "stopped"; readonly session: Session }
  | { readonly kind: "failed"; readonly session: Session; readonly message: string };

/**
 * Sends a file part by part, from where its import is. A server that is away is waited for, and asked where it is when it is
 * back: what an answer that never came had stored is not sent again.
 */
export async function sendFile(begun: Session, sending: Sending): Promise<SendEnd> {
  let session = begun;
  let size = PART_BYTES;
  let failures = 0;
  while (session.state === "open") {
    if (sending.signal.aborted) return { kind: "stopped", session };
    const part = await readPart(sending.file, session.position, size);
    if (typeof part === "string") return { kind: "failed", session, message: part };
    const answer = await sendPart(session, part, sending);
    if (sending.signal.aborted) return { kind: "stopped", session: answer.ok ? answer.value : session };
    if (answer.ok) {
      failures = 0;
      sending.onWaiting(null);
      size = answer.value.wantsBytes ?? PART_BYTES;
      session = answer.value;
      sending.onProgress(session);
      continue;
    }
    if (!isWorthWaiting(answer.error)) return { kind: "failed", session, message: answer.error.message };
    sending.onWaiting(answer.error.message);
    await pause(Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures), sending.signal);
    failures += 1;
    const known = await callApi(`/api/v1/imports/${session.id}`, { schema: sessionSchema });
    if (!known.ok) continue;
    if (answer.error.status === 409 && known.value.position === session.position && failures > 3) {
      return { kind: "failed", session: known.value, message: answer.error.message };
    }
    session = known.value;
  }
  return { kind: session.state === "complete" ? "complete" : "stopped", session };
}

async function readPart(file: PickedFile, position: number, size: number): Promise<FilePart | string> {
  try {
    return await file.read(position, size);
  } catch (error) {
    if (error instanceof UnpackError) return error.message;
    return "The file can no longer be read: was it moved, or changed? Drop it again to go on.";
  }
}

/** Nobody answers, too busy, rolled back, or somewhere else than we thought: all of these pass. */
function isWorthWaiting({ status }: CallProblem): boolean {
  return status === 0 || status === 409 || status === 429 || status >= 500;
}

async function sendPart(session: Session, part: FilePart, { file, signal }: Sending) {
  const query = new URLSearchParams({
    offset: String(session.position),
    filePosition: String(part.filePosition),
    last: String(part.isLast),
  });
  const headers: Record<string, string> = { "content-type": "application/octet-stream" };
  // What came packed goes packed: the network is not to carry ten times of it.
  if (file.isPacked) headers["content-encoding"] = "gzip";
  try {
    const body = file.isPacked ? await packed(part.bytes) : part.bytes;
    const response = await fetch(`/api/v1/imports/${session.id}/parts?${query}`, {
      method: "POST",
      headers,
      body,
      credentials: "same-origin",
      signal,
    });
    if (!response.ok) return { ok: false, error: await readProblem(response) } as const;
    return { ok: true, value: sessionSchema.parse(await response.json()) } as const;
  } catch {
    return { ok: false, error: UNREACHED } as const;
  }
}

async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return await new Response(stream).arrayBuffer();
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Bytes as the API takes the beginning of a file. */
export function toBase64(bytes: Uint8Array): string {
  const step = 32_768;
  let text = "";
  for (let at = 0; at < bytes.length; at += step)
    text += String.fromCharCode(...bytes.subarray(at, at + step));
  return btoa(text);
}
