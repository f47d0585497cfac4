import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { freePort } from "#lib/db/launchPostgres.ts";
import { answerNode } from "#lib/http/answerNode.ts";
import type { RouteFunction } from "#lib/http/index.ts";

/** Routes behind Node's own server, as the application serves those of senders; it can be stopped and started again. */
export interface SenderServer {
  readonly url: string;
  /** Cuts every connection off, in the middle of whatever is on its way. */
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function serveRoutes(routes: readonly RouteFunction[]): Promise<SenderServer> {
  const byAddress = new Map(routes.map((route) => [`${route.route.method} ${route.route.path}`, route]));
  const port = await freePort();
  let server: Server | null = null;
  const start = async () => {
    const next = createServer((incoming, outgoing) => {
      const route = byAddress.get(`${incoming.method} ${incoming.url}`);
      if (route === undefined) outgoing.writeHead(404).end();
      else answerNode(route, incoming, outgoing).catch(() => outgoing.destroy());
    });
    next.listen(port, "127.0.0.1");
    await once(next, "listening");
    server = next;
  };
  const stop = async () => {
    const running = server;
    server = null;
    if (running === null) return;
    running.close();
    running.closeAllConnections();
    await once(running, "close");
  };
  await start();
  return { url: `http://127.0.0.1:${port}`, stop, start };
}
