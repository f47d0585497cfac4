import { expect, it } from "vitest";
import { otherRoutes } from "./routes.ts";
import { sampleRoutes } from "./sampleRoutes.ts";

it("every route that senders of samples call is handed on by the web server itself, and only by its exact path", () => {
  const direct = sampleRoutes.map(({ route }) => route);
  expect(new Set(direct)).toEqual(new Set(otherRoutes.filter((route) => route.role === "ingest")));
  for (const route of direct)
    expect(route).toMatchObject({ method: "POST", path: expect.not.stringContaining("{") });
});
