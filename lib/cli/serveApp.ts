// The web process: `node serveApp.ts --port PORT`. Everything is served by Next but a few routes, the same functions, that
// Node's own server calls: Next costs some ten times what storing a small body of samples does, and thousands of agents
// send small bodies.
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import next from "next";
import { directRoutes } from "../../app/api/directRoutes.ts";
import { env } from "../env.ts";
import { answerNode } from "../http/answerNode.ts";
import { appContext } from "../http/appContext.ts";
import { contentSecurityPolicy, NONCE_HEADER, securityHeaders } from "../http/securityHeaders.ts";
import { settleIncoming, writeHeader } from "../http/settleIncoming.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "3000" } } });
const port = Number(values.port);

// Made here before Next has copies of these modules, so that what the routes below meet is of their own copy.
const { log } = appContext();
const direct = new Map(directRoutes.map((route) => [`${route.route.method} ${route.route.path}`, route]));

const app = next({ dev: false, dir: PROJECT_ROOT, port });
await app.prepare();
const serveByNext = app.getRequestHandler();

const server = createServer((incoming, outgoing) => {
  secure(incoming, outgoing);
  const route = direct.get(`${incoming.method} ${pathOf(incoming)}`);
  const answered =
    route === undefined ? serveByNext(incoming, outgoing) : answerNode(route, incoming, outgoing);
  answered.catch((error: unknown) => giveUp(error, outgoing));
});
// Longer than the minute after which proxies give up an idle connection: whoever gives it up first must not be us, since a
// request that is on its way by then is lost.
server.keepAliveTimeout = 75_000;
server.listen(port);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    // No more requests; those under way are answered. The supervisor ends the process where that takes too long.
    server.close(() => void app.close().finally(() => process.exit(0)));
  });
}

/** Next writes the nonce that it finds in the request's own policy into every script of a page. */
function secure(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { isSecure } = settleIncoming(incoming, env().BALLAST_TRUSTED_PROXIES ?? []);
  const nonce = randomBytes(16).toString("base64");
  for (const [name, value] of Object.entries(securityHeaders({ nonce, isSecure })))
    outgoing.setHeader(name, value);
  writeHeader(incoming, "content-security-policy", contentSecurityPolicy(nonce));
  writeHeader(incoming, NONCE_HEADER, nonce);
}

function pathOf({ url = "" }: IncomingMessage): string {
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

/** A route answers its own errors: what comes here is a connection that broke, or a mistake of the server's own. */
function giveUp(error: unknown, outgoing: ServerResponse): void {
  log.warn({ err: error }, "a request was not answered");
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(500).end();
}
