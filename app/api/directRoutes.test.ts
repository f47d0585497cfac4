import { expect, it } from "vitest";
import { directRoutes } from "./directRoutes.ts";
import { otherRoutes } from "./routes.ts";

it("every route that senders of samples call is answered by the web server itself, by its exact path", () => {
  const direct = new Set(directRoutes.map(({ route }) => route));
  for (const route of otherRoutes.filter(({ role }) => role === "ingest")) expect(direct).toContain(route);
  for (const route of direct) expect(route.path).not.toContain("{");
});
