// Preloaded into a process under test: writes down, a line each, whom it connects to and which names it looks up.
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const file = process.env["BALLAST_TEST_CONNECTS"] ?? "";

const note = (target: string) => appendFileSync(file, `${target}\n`);

interface Target {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
}

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function connectNoted(this: net.Socket, ...sent: unknown[]) {
  // Node itself hands over a list of options and listener; others an object, or a port and a host.
  const [first, second] = Array.isArray(sent[0]) ? (sent[0] as unknown[]) : sent;
  const { host, port, path }: Target =
    typeof first === "object" && first !== null ? first : { port: Number(first), host: String(second ?? "") };
  note(path ?? `${host || "localhost"}:${port}`);
  return Reflect.apply(connect, this, sent) as net.Socket;
} as typeof connect;

for (const holder of [dns, dns.promises])
  for (const name of ["lookup", "resolve", "resolve4", "resolve6", "resolveAny"] as const) {
    const asked = holder[name] as (...sent: unknown[]) => unknown;
    Object.assign(holder, {
      [name]: (...sent: unknown[]) => {
        // An address needs no looking up, and nobody is asked.
        if (net.isIP(String(sent[0])) === 0) note(`dns ${String(sent[0])}`);
        return Reflect.apply(asked, holder, sent);
      },
    });
  }
syncBuiltinESMExports();
