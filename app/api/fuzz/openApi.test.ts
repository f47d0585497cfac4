import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeAllRoutes } from "../description.ts";
import { withPrototypeKeys } from "./hostileForTests.ts";
import {
  brokenRequest,
  type FuzzRequest,
  type Operation,
  operationsOf,
  validRequest,
} from "./operationsForTests.ts";
import { type Credential, createFuzzScene, type FuzzScene } from "./sceneForTests.ts";

/** `npm run fuzz -- --seed N --runs M` sets both; a run of all tests makes the same few requests each time. */
const SEED = Number(process.env["BALLAST_FUZZ_SEED"] ?? 1);
const RUNS = Number(process.env["BALLAST_FUZZ_RUNS"] ?? 5);
/** Of what takes nothing but how it is to be answered, there is little to try. */
const RUNS_OF_FIXED = 2;

let scene: FuzzScene;
beforeAll(async () => {
  scene = await createFuzzScene();
});
afterAll(async () => {
  await scene.close();
});

/** Reading first, and what takes things away last, so that there is something to ask for. */
const LAST = /retire|merge|rename|DELETE|PUT .*inventory|abort|reject|rollback|fail$/;
const keyOf = ({ method, path }: Operation) => `${method} ${path}`;
const rank = (one: Operation) => (one.method === "GET" ? 0 : LAST.test(keyOf(one)) ? 2 : 1);
const operations = operationsOf(JSON.parse(JSON.stringify(describeAllRoutes()))).toSorted(
  (one, other) => rank(one) - rank(other),
);

/** Mostly who may do it; of plans, two people, since one does not approve what is one's own; at times anybody. */
function credentialsFor({ path }: Operation, wanted: Credential | null = null): fc.Arbitrary<Credential> {
  const { tokens } = scene.runs.app;
  const approver = {
    weight: path.startsWith("/api/v1/plans") ? 4 : 0,
    arbitrary: fc.constant(scene.runs.secondApprover),
  };
  const own = path.startsWith("/api/v1/samples") ? tokens.ingest : tokens.admin;
  const anybody = { weight: 1, arbitrary: fc.constantFrom("", "nonsense", ...Object.values(tokens)) };
  const byToken = fc.oneof({ weight: 9, arbitrary: fc.constant(own) }, approver, anybody).map(bearer);
  if (wanted === null) return byToken;
  return fc.oneof({ weight: 9, arbitrary: fc.constant(wanted) }, { weight: 1, arbitrary: byToken });
}

function bearer(token: string): Credential {
  return token === "" ? {} : { authorization: `Bearer ${token}` };
}

const statuses = new Map<string, Set<number>>();
async function ask(operation: Operation, request: FuzzRequest, credential: Credential): Promise<void> {
  const { status, fault } = await scene.faultOf(operation, request, credential);
  const seen = statuses.get(keyOf(operation)) ?? new Set();
  statuses.set(keyOf(operation), seen.add(status));
  expect(fault).toBeNull();
}

const prototypes = [Object.prototype, Array.prototype, Function.prototype];
const ownNames = () => prototypes.map((one) => Reflect.ownKeys(one));
const untouched = ownNames();
afterEach(() => expect(ownNames()).toEqual(untouched));

test.each(operations.map((one) => [keyOf(one), one] as const))(
  "%s answers as it is described, whatever it is sent",
  async (_, operation) => {
    const around = await scene.look(operation);
    const credentials = credentialsFor(operation, around.credential);
    const isFixed = operation.method === "GET" && operation.parameters.length === 0;
    const numRuns = isFixed ? RUNS_OF_FIXED : RUNS;
    for (const requests of [validRequest(operation, around), brokenRequest(operation, around)])
      await fc.assert(
        fc.asyncProperty(requests, credentials, (request, who) => ask(operation, request, who)),
        // Tried again, a request would meet what the first one changed: nothing is gained by making it smaller.
        { seed: SEED, numRuns, endOnFailure: true },
      );
  },
);

test("changes in any order, of plans, freezes, settings and the inventory, are done or refused", async () => {
  const changing = operations.filter(
    ({ method, path }) => method !== "GET" && /^.api.v1.(plans|freeze|settings|inventory|signals)/.test(path),
  );
  const steps = changing.filter(({ path }) => path.includes("{id}"));
  for (let round = 0; round < RUNS; round++) {
    const around = await scene.look();
    // The same commands for the same seed; what there is to name depends on those before.
    const one = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...steps) },
      { weight: 1, arbitrary: fc.constantFrom(...changing) },
    );
    const command = one.chain((operation) =>
      fc.tuple(fc.constant(operation), validRequest(operation, around), credentialsFor(operation)),
    );
    for (const [operation, request, who] of fc.sample(command, { seed: SEED + round, numRuns: 20 }))
      await ask(operation, request, who);
  }
});

test.each(
  operations.filter(({ bodies }) => "application/json" in bodies).map((one) => [keyOf(one), one] as const),
)("%s takes names that all objects have for names, if at all", async (_, operation) => {
  const around = await scene.look(operation);
  const requests = validRequest(operation, around).map((request) => ({
    ...request,
    bytes: request.bytes && withPrototypeKeys(request.bytes),
    headers: { ...request.headers, "content-type": "application/json" },
  }));
  for (const request of fc.sample(requests, { seed: SEED, numRuns: 2 }))
    await ask(operation, request, around.credential ?? bearer(scene.runs.app.tokens.admin));
});

test("most operations were done at least once, so that more was tried than refusals", () => {
  const never = operations
    .map(keyOf)
    .filter((name) => ![...(statuses.get(name) ?? [])].some((one) => one < 300));
  expect(never.length, never.join("\n")).toBeLessThan(operations.length / 3);
});
