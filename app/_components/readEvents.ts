/** An event of a stream as the server names it; `data` is as it was sent. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** The events of a body of `text/event-stream` as they arrive. What a cut leaves half an event is none. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    pending += decoder.decode(value, { stream: true });
    const blocks = pending.split("\n\n");
    pending = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = readBlock(block);
      if (event !== null) yield event;
    }
  }
}

/** JSON leaves U+2028 as it is, which ends no line of a stream, but one to a regular expression: hence its `s`. */
function readBlock(block: string): ServerEvent | null {
  const fields = block.split("\n").map((line) => /^(event|data): ?(.*)$/s.exec(line));
  const of = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ""] : []));
  const data = of("data");
  return data.length === 0 ? null : { event: of("event")[0] ?? "message", data: data.join("\n") };
}
