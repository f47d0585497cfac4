import type { IncomingMessage } from "node:http";
import type { Network } from "../core/index.ts";
import { type Forwarding, settleForwarding } from "./forwarding.ts";

/** What nobody outside may tell us: who is believed writes it, and our own process. */
const OURS = /^(x-forwarded-.*|forwarded|x-real-ip|content-security-policy|x-nonce)$/i;

/**
 * Finds out who sent a request, and writes it into its headers in place of what came there, so that everything behind may
 * read them: `x-forwarded-for` is the one address of the sender, `x-forwarded-proto` what it spoke.
 */
export function settleIncoming(incoming: IncomingMessage, trusted: readonly Network[]): Forwarding {
  const settled = settleForwarding({
    remote: incoming.socket.remoteAddress ?? "",
    trusted,
    header: (name) => {
      const value = incoming.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  });
  for (const name of Object.keys(incoming.headers)) if (OURS.test(name)) delete incoming.headers[name];
  const { rawHeaders } = incoming;
  incoming.rawHeaders = rawHeaders.filter((_, at) => !OURS.test(rawHeaders[at - (at % 2)] ?? ""));
  writeHeader(incoming, "x-forwarded-for", settled.address);
  writeHeader(incoming, "x-forwarded-proto", settled.isSecure ? "https" : "http");
  if (settled.host !== null) writeHeader(incoming, "x-forwarded-host", settled.host);
  return settled;
}

/** Both forms of the headers: Next reads the one, our own routes the other. */
export function writeHeader(incoming: IncomingMessage, name: string, value: string): void {
  incoming.headers[name] = value;
  incoming.rawHeaders.push(name, value);
}
