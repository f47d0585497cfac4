// The routes of senders in a process of their own, behind Node's own server: what the web process does with them
// (lib/cli/serveApp.ts), without the pages beside it. Says its address when it listens.
import { createServer } from "node:http";
import { directRoutes } from "../../../app/api/directRoutes.ts";
import { answerNode } from "../../http/answerNode.ts";
import { appContext } from "../../http/appContext.ts";

appContext();
const routes = new Map(directRoutes.map((route) => [`${route.route.method} ${route.route.path}`, route]));
const server = createServer((incoming, outgoing) => {
  const route = routes.get(`${incoming.method} ${incoming.url}`);
  if (route === undefined) outgoing.writeHead(404).end();
  else answerNode(route, incoming, outgoing).catch(() => outgoing.destroy());
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.once("SIGTERM", () => process.exit(0));
