import type { ServerResponse } from "node:http";
import { DATABASE_AWAY, PAGE_FAILED, renderFailurePage } from "../http/failurePage.ts";

/**
 * Where the framework could not make a page it sends one that is empty until its script has run. Instead of that a page goes
 * out that says what happened: 503 where the database is away, 500 else. Call before the framework is handed the answer.
 */
export function replaceFailedPage(
  { outgoing, nonce }: { readonly outgoing: ServerResponse; readonly nonce: string },
  databaseAnswers: () => Promise<boolean>,
): void {
  const { write, end, flushHeaders, writeHead } = outgoing;
  let isReplaced = false;
  const replaces = (): boolean => {
    if (!isReplaced && !outgoing.headersSent && outgoing.statusCode === 500) {
      isReplaced = true;
      void databaseAnswers().then((answers) => {
        restore();
        const page = answers ? PAGE_FAILED : DATABASE_AWAY;
        for (const name of outgoing.getHeaderNames()) if (OF_THE_BODY.has(name)) outgoing.removeHeader(name);
        outgoing.statusCode = answers ? 500 : 503;
        outgoing.setHeader("content-type", "text/html; charset=utf-8");
        // `no-transform`: the framework's compression has hold of the headers, but no longer of the body.
        outgoing.setHeader("cache-control", "no-store, no-transform");
        if (!answers) outgoing.setHeader("retry-after", String(page.againSeconds));
        outgoing.end(renderFailurePage(page, nonce));
      });
    }
    return isReplaced;
  };
  const restore = (): void => {
    Object.assign(outgoing, { write, end, flushHeaders, writeHead });
  };
  // Whatever of its own it wants to send is dropped; `true` is the answer that more may be written.
  outgoing.write = ((...args: Parameters<typeof write>) =>
    replaces() || Reflect.apply(write, outgoing, args)) as typeof write;
  outgoing.end = ((...args: Parameters<typeof end>) =>
    replaces() ? outgoing : Reflect.apply(end, outgoing, args)) as typeof end;
  outgoing.writeHead = ((...args: Parameters<typeof writeHead>) => {
    if (typeof args[0] === "number") outgoing.statusCode = args[0];
    return replaces() ? outgoing : Reflect.apply(writeHead, outgoing, args);
  }) as typeof writeHead;
  outgoing.flushHeaders = () => {
    if (!replaces()) Reflect.apply(flushHeaders, outgoing, []);
  };
}

const OF_THE_BODY: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-length",
  "content-type",
  "etag",
  "transfer-encoding",
  "vary",
]);
