import type { ApiClient } from "../../client/index.ts";
import type { ApiCommand } from "./apiCommand.ts";
import { ask } from "./askApi.ts";
import { countOf, given } from "./fleetCommands.ts";
import { type DeedBody, describePlan, type Plan, planVersionOf, reasoned } from "./planCommands.ts";
import { UsageError } from "./usage.ts";

type Told = ReturnType<typeof startPhase>;

interface PartDeed {
  readonly summary: string;
  readonly needsReason: boolean;
  /** An option that only this deed has, for help. */
  readonly more?: string;
}

interface PhaseDeed extends PartDeed {
  do(api: ApiClient, path: { readonly id: string; readonly n: string }, body: PhaseBody): Told;
}

interface PhaseBody extends DeedBody {
  readonly hours?: number;
}

const startPhase = (api: ApiClient, path: { readonly id: string; readonly n: string }, body: DeedBody) =>
  api.POST("/api/v1/plans/{id}/phases/{n}/start", { params: { path }, body });

/** What can be done to one phase. */
const PHASE_DEEDS: Readonly<Record<string, PhaseDeed>> = {
  approve: {
    summary: "approve a phase that takes an approver of its own",
    needsReason: false,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/phases/{n}/approve", { params: { path }, body: withoutHours(body) }),
  },
  start: {
    summary: "start a phase of a running plan",
    needsReason: false,
    do: (api, path, body) => startPhase(api, path, withoutHours(body)),
  },
  shorten: {
    summary: "observe a phase for fewer hours than were approved",
    needsReason: true,
    more: "--hours N",
    do: (api, path, { hours = 0, ...body }) =>
      api.POST("/api/v1/plans/{id}/phases/{n}/shorten", {
        params: { path },
        body: { ...reasoned(body), hours },
      }),
  },
  accept: {
    summary: "take a phase for passed: a person's word where its gate could not tell",
    needsReason: true,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/phases/{n}/accept", {
        params: { path },
        body: reasoned(withoutHours(body)),
      }),
  },
  repeat: {
    summary: "observe a phase once more",
    needsReason: true,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/phases/{n}/repeat", {
        params: { path },
        body: reasoned(withoutHours(body)),
      }),
  },
  fail: {
    summary: "take a phase for failed: the plan pauses",
    needsReason: true,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/phases/{n}/fail", {
        params: { path },
        body: reasoned(withoutHours(body)),
      }),
  },
  rollback: {
    summary: "bring a phase's moves back",
    needsReason: true,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/phases/{n}/rollback", {
        params: { path },
        body: reasoned(withoutHours(body)),
      }),
  },
};

function withoutHours({ hours: _hours, ...body }: PhaseBody): DeedBody {
  return body;
}

interface MoveDeed extends PartDeed {
  do(api: ApiClient, path: { readonly id: string; readonly move: string }, body: MoveBody): Told;
}

interface MoveBody extends DeedBody {
  readonly at?: string;
  readonly confirmation?: string;
}

/** What can be done to one move, by its number or its registry's name. */
const MOVE_DEEDS: Readonly<Record<string, MoveDeed>> = {
  bind: {
    summary: "record that the registry has its new home",
    needsReason: false,
    more: "[--at TIME] [--confirmation TEXT]",
    do: (api, path, { at, reason: _reason, ...body }) =>
      api.POST("/api/v1/plans/{id}/moves/{move}/bind", {
        params: { path },
        body: { ...body, ...given("boundAt", at) },
      }),
  },
  drained: {
    summary: "say that it has drained where the data cannot",
    needsReason: true,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/moves/{move}/drained", { params: { path }, body: reasoned(plain(body)) }),
  },
  verify: {
    summary: "record that it was found to work",
    needsReason: false,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/moves/{move}/verify", { params: { path }, body: plain(body) }),
  },
  skip: {
    summary: "leave out a move that is not bound yet",
    needsReason: true,
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/moves/{move}/skip", { params: { path }, body: reasoned(plain(body)) }),
  },
  revert: {
    summary: "record that the registry is back at its old home",
    needsReason: false,
    more: "[--at TIME]",
    do: (api, path, body) =>
      api.POST("/api/v1/plans/{id}/moves/{move}/revert", {
        params: { path },
        body: { ...plain(body), ...given("revertedAt", body.at) },
      }),
  },
  ask: {
    summary: "ask the control plane for its home once more",
    needsReason: false,
    do: (api, path, { version }) =>
      api.POST("/api/v1/plans/{id}/moves/{move}/ask", {
        params: { path },
        body: given("version", version),
      }),
  },
};

function plain({ at: _at, confirmation: _confirmation, ...body }: MoveBody): DeedBody {
  return body;
}

const OPTIONS = {
  reason: { type: "string" },
  "plan-version": { type: "string" },
} as const;

interface Part {
  /** `phase`, and what names one. */
  readonly kind: "phase" | "move";
  readonly named: string;
  readonly verb: string;
  readonly deed: PartDeed;
  readonly options: ApiCommand["options"];
  act(context: Parameters<ApiCommand["run"]>[0], body: DeedBody): Promise<Plan>;
}

function partCommand({ kind, named, verb, deed, options, act }: Part): ApiCommand {
  const { needsReason, more } = deed;
  const name = `plan ${kind} ${verb}`;
  const takes = [
    "ID",
    named,
    ...(more === undefined ? [] : [more]),
    needsReason ? "--reason WHY" : "[--reason WHY]",
  ];
  return {
    name,
    takes: `${takes.join(" ")} [--plan-version N]`,
    summary: deed.summary,
    words: 2,
    options: { ...OPTIONS, ...options },
    run: async (context) => {
      const { said, out } = context;
      const reason = said.text("reason");
      if (needsReason && reason === undefined) throw new UsageError(`${name} needs --reason WHY`);
      const body = { ...given("version", planVersionOf(context)), ...given("reason", reason) };
      out.tell(await act(context, body), (plan) => describePlan(out, plan));
    },
  };
}

const phases = Object.entries(PHASE_DEEDS).map(([verb, deed]) =>
  partCommand({
    ...{ kind: "phase", named: "PHASE", verb, deed },
    options: deed.more === undefined ? {} : { hours: { type: "string" } },
    act: async ({ api, said }, body) => {
      const [id = "", n = ""] = said.words;
      const hours = said.text("hours");
      if (deed.more !== undefined && hours === undefined)
        throw new UsageError(`plan phase ${verb} needs --hours N`);
      const sent = { ...body, ...given("hours", hours === undefined ? undefined : Number(hours)) };
      return await ask(deed.do(api, { id, n: String(countOf("PHASE", n)) }, sent));
    },
  }),
);

const moves = Object.entries(MOVE_DEEDS).map(([verb, deed]) =>
  partCommand({
    ...{ kind: "move", named: "MOVE|REGISTRY", verb, deed },
    options: {
      ...(deed.more === undefined ? {} : { at: { type: "string" } }),
      ...(verb === "bind" ? { confirmation: { type: "string" } } : {}),
    },
    act: async ({ api, said }, body) => {
      const [id = "", move = ""] = said.words;
      const sent = {
        ...body,
        ...given("at", said.text("at")),
        ...given("confirmation", said.text("confirmation")),
      };
      return await ask(deed.do(api, { id, move }, sent));
    },
  }),
);

/** What is done to the parts of a plan that runs. */
export const runCommands: readonly ApiCommand[] = [...phases, ...moves];
