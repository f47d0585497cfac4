import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorize, ROLES } from "#lib/auth/index.ts";
import { isDistributed } from "#lib/db/testDatabase.ts";
import type { AnyRoute } from "#lib/http/index.ts";
import { type Asking, askOf, digestDatabase, nameOf } from "./askHiddenRegionForTests.ts";
import type { CallAnswer } from "./callApiForTests.ts";
import { createHiddenRegionApp, type HiddenRegionApp, MADE_UP_MARK, MARK } from "./hiddenRegionForTests.ts";
import { addressFor, bodyFor, queriesFor } from "./namedRequestsForTests.ts";
import { routesInFiles } from "./routeFilesForTests.ts";

let fleet: HiddenRegionApp;
let routes: readonly AnyRoute[];
beforeAll(async () => {
  fleet = await createHiddenRegionApp();
  routes = await routesInFiles();
}, 300_000);
afterAll(() => fleet.app.close());

const ask = (route: AnyRoute, asking: Asking) => askOf(fleet, route, asking);
const reads = () => routes.filter(({ method }) => method === "GET");

describe.skipIf(isDistributed())("who is limited to a region", () => {
  test("is answered 401, 403 or 200 by every reading route as their role says, on things of their own region", async () => {
    const wrong: unknown[] = [];
    for (const route of reads()) {
      const named = { names: fleet.own, query: queriesFor(route, fleet.own)[0] ?? "" };
      const nobody = await ask(route, { ...named, token: "" });
      const found = OF_PEOPLE_ALONE.includes(nameOf(route)) ? 404 : 200;
      if (nobody.status !== (route.role === "open" ? found : 401))
        wrong.push([nameOf(route), "nobody", nobody.status]);
      for (const role of ROLES) {
        const { status, text } = await ask(route, { ...named, token: fleet.limited[role] });
        const may = authorize(role, route.role) && route.needsWholeFleet !== true;
        if (status !== (may ? found : 403)) wrong.push([nameOf(route), role, status, text.slice(0, 200)]);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("is refused by every changing route exactly where their role is too small, or the whole fleet is needed", async () => {
    const wrong: unknown[] = [];
    for (const route of routes.filter(({ method }) => method !== "GET"))
      for (const role of ROLES)
        for (const [token, isLimited] of [
          [fleet.limited[role], true],
          [fleet.app.tokens[role], false],
        ] as const) {
          // An unknown query field: who may call gets 400 from it and changes nothing.
          const { status } = await fleet.call(`${addressFor(route, fleet.own)}?probe=1`, {
            method: route.method,
            token,
          });
          const may = authorize(role, route.role) && !(isLimited && route.needsWholeFleet === true);
          if (status !== (may ? 400 : 403)) wrong.push([nameOf(route), role, isLimited, status]);
        }
    expect(wrong).toEqual([]);
  });

  test("reads no name of anything elsewhere in any answer, of any form, that those of the whole fleet read", async () => {
    const leaks: unknown[] = [];
    const shown = new Set<string>();
    for (const route of reads())
      for (const query of queriesFor(route, fleet.own))
        for (const ending of route.tabular ? ["", ".csv"] : [""]) {
          const asked = { names: fleet.own, query, ending };
          const whole = await ask(route, { ...asked, token: fleet.app.tokens.admin });
          if (!OF_PEOPLE_ALONE.includes(nameOf(route)))
            expect([nameOf(route), whole.status]).toEqual([nameOf(route), 200]);
          if (whole.text.includes(MARK)) shown.add(nameOf(route));
          for (const role of ["viewer", "admin"] as const) {
            const { text, status } = await ask(route, { ...asked, token: fleet.limited[role] });
            if (text.includes(MARK)) leaks.push([nameOf(route), query, role, status, around(text)]);
          }
        }
    expect(leaks).toEqual([]);
    // Where there is nothing to hide, nothing is proved: these have something.
    expect([...shown].toSorted()).toEqual(SHOWN);
  });

  test("is answered of everything elsewhere what is answered of what does not exist", async () => {
    const different: unknown[] = [];
    const compared = new Set<string>();
    for (const route of routes)
      for (const place of queriesFor(route, fleet.hidden).keys()) {
        const asked = [fleet.hidden, fleet.madeUp].map((names) => {
          const query = queriesFor(route, names)[place] ?? "";
          return {
            names,
            query,
            text: addressFor(route, names) + query + JSON.stringify(bodyFor(route, names)),
          };
        });
        // It names nothing.
        if (asked[0]?.text === asked[1]?.text) continue;
        for (const role of ["ingest", "viewer", "admin"] as const) {
          const token = fleet.limited[role];
          const [hidden, madeUp] = await Promise.all(asked.map((one) => ask(route, { ...one, token })));
          if (hidden?.status !== 403) compared.add(nameOf(route));
          if (neutral(hidden) !== neutral(madeUp))
            different.push([nameOf(route), asked[0]?.query, role, neutral(hidden), neutral(madeUp)]);
        }
      }
    expect(different).toEqual([]);
    expect(compared.size).toBeGreaterThan(60);
  });

  test("learns of a name that is taken elsewhere no more than that it cannot be used, and nothing is changed", async () => {
    const before = await digestDatabase(fleet);
    const changes = [
      ["stamps/wus-c/rename", { name: `${MARK}-hot` }],
      ["registries/middle/rename", { name: `${MARK}-big` }],
      ["tenants/others/rename", { name: `${MARK}-big-ltd` }],
      ["inventory", { regions: [{ name: "westus", stamps: [{ name: `${MARK}-hot` }] }] }],
      [
        "inventory",
        {
          registries: [
            { name: `${MARK}-big`, tenant: "acme", replicas: [{ region: "westus", homeStamp: "wus-a" }] },
          ],
        },
      ],
      [
        "inventory",
        {
          registries: [
            {
              name: "quite-new",
              tenant: `${MARK}-big-ltd`,
              replicas: [{ region: "westus", homeStamp: "wus-a" }],
            },
          ],
        },
      ],
    ] as const;
    for (const [path, body] of changes) {
      const { status, json } = await fleet.call(`/api/v1/${path}`, {
        method: "PUT",
        token: fleet.limited.admin,
        body,
      });
      expect([path, status, String(json.detail)]).toEqual([
        path,
        409,
        expect.stringMatching(/^A name in this request cannot/),
      ]);
      expect(json.detail).not.toContain(MARK);
    }
    expect(await digestDatabase(fleet)).toEqual(before);
  });
});

function around(text: string): string {
  const at = text.indexOf(MARK);
  return text.slice(Math.max(0, at - 150), at + 50);
}

/** An answer without what tells two requests apart: their ids, and the names and numbers that were asked for. */
function neutral(answer: CallAnswer | undefined): string {
  if (answer === undefined) return "";
  const numbers = [fleet.hidden, fleet.madeUp].flatMap((names) => [
    ...[names.plan, names.proposal, names.alert, names.channel, names.token].map((id) => `\\b${id}\\b`),
    ...[names.importId, names.source, names.backfill].map((id) => `\\b${id}\\b`),
    names.rule,
  ]);
  const text = answer.text
    .replaceAll(/urn:request:[\w-]+/g, "")
    .replaceAll(MARK, MADE_UP_MARK)
    .replaceAll(new RegExp(numbers.join("|"), "g"), "#");
  return `${answer.status} ${text}`;
}

/** A token has no account, and there is no single sign-on here. */
const OF_PEOPLE_ALONE = ["GET /api/v1/account", "GET /api/v1/sign-in/callback/oidc"];

const SHOWN: readonly string[] = [
  ...`alert-rules alerts audit calendar channels constraints control/requests data-health
  fleet fleet/heatmap imports inventory people plans pull-sources registries reports/weekly search settings
  signals tokens`
    .split(/\s+/)
    .map((path) => `GET /api/v1/${path}`),
  "GET /metrics",
  "GET /metrics/fleet",
  "GET /metrics/fleet.json",
];
