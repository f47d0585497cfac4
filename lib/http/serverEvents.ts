/** Sends one event; `data` is one line of JSON. Where the client is gone it is lost. */
export type SendEvent = (event: string, data: string) => void;

/** Whether Accept names the form of a stream of events: nothing but a client that can read one does. */
export function wantsEvents(accept: string | null): boolean {
  return (accept ?? "").split(",").some((range) => /^\s*text\/event-stream\s*(;|$)/i.test(range));
}

/**
 * A stream of server-sent events (WHATWG HTML, 9.2) that ends when `work` does. Its signal is aborted when the client goes
 * away: by `gone`, or by no longer reading.
 */
export function streamEvents(
  gone: AbortSignal,
  work: (send: SendEvent, signal: AbortSignal) => Promise<void>,
): { readonly body: ReadableStream<Uint8Array>; readonly headers: Headers } {
  const cancelled = new AbortController();
  const signal = AbortSignal.any([gone, cancelled.signal]);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const send: SendEvent = (event, data) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`event: ${event}\ndata: ${data}\n\n`));
      };
      // Not waited for: what is sent has to flow while the work goes on.
      void work(send, signal).finally(() => {
        if (!cancelled.signal.aborted) controller.close();
      });
    },
    cancel: () => cancelled.abort(),
  });
  const headers = new Headers({
    "content-type": "text/event-stream; charset=utf-8",
    // Whatever stands between must neither keep it nor gather it up to compress it.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  });
  return { body, headers };
}
