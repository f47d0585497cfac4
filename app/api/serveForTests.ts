import { once } from "node:events";
import { createServer } from "node:http";
import { answerNode } from "#lib/http/answerNode.ts";
import { dispatch, type RouteFile } from "./routeFilesForTests.ts";

/** The routes of a test app behind a port, for programs that are not of this process. */
export async function serveForTests(files: readonly RouteFile[]) {
  const server = createServer((incoming, outgoing) => {
    const answer = (request: Request) => dispatch(files, request);
    void answerNode(Object.assign(answer, { route: NO_ROUTE }), incoming, outgoing);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Which route it is, is found out by its address. */
const NO_ROUTE = {
  method: "GET",
  path: "/",
  role: "open",
  summary: "any",
  status: 200,
  tabular: false,
  bodies: {},
  idempotent: false,
} as const;
