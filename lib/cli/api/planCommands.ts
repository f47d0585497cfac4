import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { formatPoints } from "../../charts/index.ts";
import type { ApiClient, GetPlansAnswer, PostPlansBody } from "../../client/index.ts";
import { resolveFromCaller } from "../projectRoot.ts";
import type { ApiCommand, CommandContext } from "./apiCommand.ts";
import { ask } from "./askApi.ts";
import { given, utc } from "./fleetCommands.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage.ts";

/** A plan as its deeds answer it. */
export type Plan = NonNullable<Awaited<ReturnType<typeof start>>["data"]>;
type PlanState = Plan["state"];

const list: ApiCommand = {
  name: "plan list",
  takes: "[--region R] [--state STATE] [--limit N]",
  summary: "plans, the one saved last first",
  words: 0,
  options: { region: { type: "string" }, state: { type: "string" }, limit: { type: "string" } },
  run: async ({ api, said, out }) => {
    const query = {
      ...given("region", said.text("region")),
      // An unknown state is refused by the API, in its own words.
      ...given("state", said.text("state") as PlanState | undefined),
      ...given("limit", said.text("limit") === undefined ? undefined : Number(said.text("limit"))),
    };
    out.tell(await ask(api.GET("/api/v1/plans", { params: { query } })), ({ plans, nextCursor }) => {
      out.table(plans, PLAN_COLUMNS, "There are no such plans.");
      if (nextCursor !== null) out.line("There are more: --limit takes up to 3000.");
    });
  },
};

const show: ApiCommand = {
  name: "plan show",
  takes: "ID [--plan-version N]",
  summary: "what a plan does, phase by phase, where it stands and what it waits for",
  words: 1,
  options: { "plan-version": { type: "string" } },
  run: async (context) => {
    const query = given("version", planVersionOf(context));
    const [id = ""] = context.said.words;
    const plan = await ask(context.api.GET("/api/v1/plans/{id}", { params: { path: { id }, query } }));
    context.out.tell(plan, (told) => describePlan(context.out, told));
  },
};

const csv: ApiCommand = {
  name: "plan csv",
  takes: "ID",
  summary: "the plan as CSV, as `plan create --from-csv` takes it",
  words: 1,
  options: {},
  run: async ({ api, said, out }) => {
    const [id = ""] = said.words;
    const params = { path: { id } };
    const text = await ask(
      api.GET("/api/v1/plans/{id}", { params, parseAs: "text", headers: { accept: "text/csv" } }),
    );
    out.raw(text);
  },
};

const create: ApiCommand = {
  name: "plan create",
  takes: "--from-csv FILE | --proposal ID  [--name NAME] [--limit-p95 N]",
  summary: "a draft, of a table of moves or of a proposal",
  words: 0,
  options: {
    "from-csv": { type: "string" },
    proposal: { type: "string" },
    name: { type: "string" },
    "limit-p95": { type: "string" },
  },
  run: async ({ api, said, out }) => {
    const file = said.text("from-csv");
    const proposal = said.text("proposal");
    if ((file === undefined) === (proposal === undefined))
      throw new UsageError("say what of: either --from-csv FILE or --proposal ID");
    const limit = said.text("limit-p95");
    const body: PostPlansBody = {
      ...given("name", said.text("name") ?? (file === undefined ? undefined : basename(file, ".csv"))),
      ...given("csv", file === undefined ? undefined : readTable(file)),
      ...given("proposal", proposal === undefined ? undefined : Number(proposal)),
      ...given("limitP95", limit === undefined ? undefined : Number(limit)),
    };
    out.tell(await ask(api.POST("/api/v1/plans", { body })), (plan) => describePlan(out, plan));
  },
};

/** What every deed may be told. */
export interface DeedBody {
  readonly version?: number;
  readonly reason?: string;
}
type Deed = (api: ApiClient, id: string, body: DeedBody) => ReturnType<typeof start>;

const start = (api: ApiClient, id: string, body: DeedBody) =>
  api.POST("/api/v1/plans/{id}/start", { params: { path: { id } }, body });

/** What can be done to a plan as a whole; those that need a reason are refused without one before they are sent. */
const DEEDS: Readonly<Record<string, { readonly summary: string; readonly needsReason: boolean; do: Deed }>> =
  {
    approve: {
      summary: "approve a submitted plan",
      needsReason: false,
      do: (api, id, body) => api.POST("/api/v1/plans/{id}/approve", { params: { path: { id } }, body }),
    },
    reject: {
      summary: "send a submitted plan back",
      needsReason: true,
      do: (api, id, body) =>
        api.POST("/api/v1/plans/{id}/reject", { params: { path: { id } }, body: reasoned(body) }),
    },
    start: { summary: "start an approved plan", needsReason: false, do: start },
    pause: {
      summary: "stop before the next step",
      needsReason: true,
      do: (api, id, body) =>
        api.POST("/api/v1/plans/{id}/pause", { params: { path: { id } }, body: reasoned(body) }),
    },
    resume: {
      summary: "go on with a paused plan",
      needsReason: false,
      do: (api, id, body) => api.POST("/api/v1/plans/{id}/resume", { params: { path: { id } }, body }),
    },
    abort: {
      summary: "end a plan for good; what is bound stays",
      needsReason: true,
      do: (api, id, body) =>
        api.POST("/api/v1/plans/{id}/abort", { params: { path: { id } }, body: reasoned(body) }),
    },
    rollback: {
      summary: "bring every move back to where it came from",
      needsReason: true,
      do: (api, id, body) =>
        api.POST("/api/v1/plans/{id}/rollback", { params: { path: { id } }, body: reasoned(body) }),
    },
  };

const submit: ApiCommand = {
  name: "plan submit",
  takes: "ID [--override WHY]",
  summary: "submit the draft: from then on it never changes",
  words: 1,
  options: { override: { type: "string" } },
  run: async ({ api, said, out }) => {
    const [id = ""] = said.words;
    const body = given("override", said.text("override"));
    const told = await ask(api.POST("/api/v1/plans/{id}/submit", { params: { path: { id } }, body }));
    out.tell(told, (plan) => describePlan(out, plan));
  },
};

const deeds = Object.entries(DEEDS).map(
  ([verb, deed]): ApiCommand => ({
    name: `plan ${verb}`,
    takes: `ID ${deed.needsReason ? "--reason WHY" : "[--reason WHY]"} [--plan-version N]`,
    summary: deed.summary,
    words: 1,
    options: { reason: { type: "string" }, "plan-version": { type: "string" } },
    run: async (context) => {
      const { api, said, out } = context;
      const [id = ""] = said.words;
      const reason = said.text("reason");
      if (deed.needsReason && reason === undefined) throw new UsageError(`plan ${verb} needs --reason WHY`);
      const body = { ...given("version", planVersionOf(context)), ...given("reason", reason) };
      out.tell(await ask(deed.do(api, id, body)), (plan) => describePlan(out, plan));
    },
  }),
);

export const planCommands: readonly ApiCommand[] = [list, show, csv, create, submit, ...deeds];

/** Of a deed that is not sent without a reason. */
export function reasoned({ reason = "", ...body }: DeedBody): DeedBody & { readonly reason: string } {
  return { ...body, reason };
}

/** The version that `--plan-version` names. */
export function planVersionOf({ said }: Pick<CommandContext, "said">): number | undefined {
  const text = said.text("plan-version");
  return text === undefined ? undefined : Number(text);
}

function readTable(file: string): string {
  try {
    return readFileSync(resolveFromCaller(file), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(`cannot read ${file} (${code})`);
  }
}

const PLAN_COLUMNS = [
  { header: "ID", align: "right", of: ({ id }: GetPlansAnswer["plans"][number]) => String(id) },
  { header: "NAME", of: ({ name }) => name },
  { header: "REGION", of: ({ region }) => region },
  { header: "STATE", of: ({ state }) => words(state) },
  { header: "TIER", of: ({ tier }) => tier ?? "–" },
  { header: "PHASES", align: "right", of: ({ phases }) => String(phases) },
  { header: "MOVES", align: "right", of: ({ moves }) => String(moves.total) },
  {
    header: "EXCESS BY",
    align: "right",
    of: ({ excess }) => formatPoints(excess.after === null ? null : excess.after - excess.before),
  },
  { header: "AUTHOR", of: ({ author }) => author },
  { header: "SAVED", of: ({ savedAt }) => utc(savedAt) },
] as const satisfies Parameters<typeof Terminal.prototype.table<GetPlansAnswer["plans"][number]>>[1];

/** The plan as a person reads it before a decision. */
export function describePlan(out: Terminal, plan: Plan): void {
  out.line(`Plan ${plan.id}, ${plan.name}: ${words(plan.state)}. Version ${plan.version}, ${plan.region}.`);
  const { execution } = plan;
  if (execution !== null) out.line(execution.waitsFor.sentence);
  const phases = plan.content.phases.map((phase, at) => ({
    ...phase,
    number: at + 1,
    state: execution?.phases[at]?.state ?? "draft",
  }));
  out.table(
    phases,
    [
      { header: "PHASE", align: "right", of: ({ number }) => String(number) },
      { header: "NAME", of: ({ name }) => name },
      { header: "CLASS", of: (phase) => phase.class },
      { header: "STATE", of: ({ state }) => words(state) },
      { header: "OBSERVED", align: "right", of: ({ observationHours }) => `${observationHours} h` },
      { header: "MOVES", of: ({ moves }) => moves.map(({ registry, to }) => `${registry}→${to}`).join(" ") },
    ],
    "It has no moves.",
  );
}

function words(state: string): string {
  return state.replaceAll("_", " ");
}
