// The web process: `node serveApp.ts --port PORT`. Everything is served by Next but a few routes, the same functions, that
// Node's own server calls: Next costs some ten times what storing a small body of samples does, and thousands of agents
// send small bodies.
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import next from "next";
import { directRoutes } from "../../app/api/directRoutes.ts";
import { DatabaseWatch } from "../db/databaseWatch.ts";
import { env } from "../env.ts";
import { Admission } from "../http/admission.ts";
import { answerNode } from "../http/answerNode.ts";
import { appContext } from "../http/appContext.ts";
import type { Forwarding } from "../http/forwarding.ts";
import { createLimitedServer } from "../http/limitedServer.ts";
import { REPLICA_HEADER, replicaName } from "../http/replicaName.ts";
import { contentSecurityPolicy, NONCE_HEADER, securityHeaders } from "../http/securityHeaders.ts";
import { settleIncoming, writeHeader } from "../http/settleIncoming.ts";
import { endInOrder } from "./endInOrder.ts";
import { FrontDoor, pathOf } from "./frontDoor.ts";
import { logConsole } from "./logConsole.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

const { values } = parseArgs({ options: { port: { type: "string", default: "3000" } } });
const port = Number(values.port);

// Made here before Next has copies of these modules, so that what the routes below meet is of their own copy.
const { log, database, limits } = appContext();
logConsole(log);
const replica = replicaName(env());
const direct = new Map(directRoutes.map((route) => [`${route.route.method} ${route.route.path}`, route]));

const app = next({ dev: false, dir: PROJECT_ROOT, port });
await app.prepare();
const serveByNext = app.getRequestHandler();

const watch = new DatabaseWatch({
  url: database.url,
  onSilence: () => database.activity.breakOff(),
  onChange: (change) => {
    if (change.is === "away")
      log.error({ reason: change.reason }, "the database is away: requests are refused until it is back");
    else log.info({ awayMs: Math.round(change.awayMs) }, "the database is back");
  },
});
const door = new FrontDoor(watch);
const admission = new Admission(limits);

const server = createLimitedServer((incoming, outgoing) => {
  const { address, nonce } = secure(incoming, outgoing);
  const route = direct.get(`${incoming.method} ${pathOf(incoming)}`);
  const serve = () =>
    route === undefined ? serveByNext(incoming, outgoing) : answerNode(route, incoming, outgoing);
  door
    .enter({ incoming, outgoing, nonce }, () => admission.admit({ incoming, outgoing, address }, serve))
    .catch((error: unknown) => giveUp(error, outgoing));
});
server.listen(port);

endInOrder({
  ...{ door, server, log },
  drainMs: env().BALLAST_DRAIN_SECONDS * 1_000,
  patienceMs: env().BALLAST_STOP_SECONDS * 1_000,
  // Next's own end is last: it waits for what pages still have to do after their answer.
  endRest: async () => {
    await app.close();
    await watch.close();
    await database.close();
  },
});

/** Next writes the nonce that it finds in the request's own policy into every script of a page. */
function secure(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Pick<Forwarding, "address"> & { readonly nonce: string } {
  const settled = settleIncoming(incoming, env().BALLAST_TRUSTED_PROXIES ?? []);
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  for (const [name, value] of Object.entries(securityHeaders({ policy, isSecure: settled.isSecure })))
    outgoing.setHeader(name, value);
  outgoing.setHeader(REPLICA_HEADER, replica);
  writeHeader(incoming, "content-security-policy", policy);
  writeHeader(incoming, NONCE_HEADER, nonce);
  return { address: settled.address, nonce };
}

/** A route answers its own errors: what comes here is a connection that broke, or a mistake of the server's own. */
function giveUp(error: unknown, outgoing: ServerResponse): void {
  log.warn({ err: error }, "a request was not answered");
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(500).end();
}
