import { type CallResult, readProblem, UNREACHED } from "./callApi.ts";
import { readEvents, type ServerEvent } from "./readEvents.ts";

interface EventsCall {
  readonly body: unknown;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ServerEvent) => void;
}

/** Asks this app's own API for something that takes long, and hands on what it tells meanwhile. Never throws: failures are values. */
export async function callEvents(
  path: string,
  { body, signal, onEvent }: EventsCall,
): Promise<CallResult<null>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: {
        accept: "text/event-stream",
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      },
      credentials: "same-origin",
      body: JSON.stringify(body),
      signal,
    });
    if (!response.ok || response.body === null) return { ok: false, error: await readProblem(response) };
    for await (const event of readEvents(response.body)) onEvent(event);
    return { ok: true, value: null };
  } catch {
    return { ok: false, error: UNREACHED };
  }
}
