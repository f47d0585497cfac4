import { formatCpu, formatFixed, formatInterval, formatPoints } from "../../charts/index.ts";
import type { PostProposalsBody } from "../../client/index.ts";
import type { ApiCommand } from "./apiCommand.ts";
import { ask } from "./askApi.ts";
import { given, utc } from "./fleetCommands.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage.ts";

const propose: ApiCommand = {
  name: "propose",
  takes: "[--region R] [--limit-p95 N] [--tenant T …] [--window peak|12h|…]",
  summary: "what to do about a region, or the fleet; nothing is moved by it",
  words: 0,
  options: {
    region: { type: "string" },
    "limit-p95": { type: "string" },
    tenant: { type: "string", multiple: true },
    window: { type: "string" },
  },
  run: async ({ api, said, out }) => {
    const limit = said.text("limit-p95");
    const tenants = said.all("tenant");
    const body: PostProposalsBody = {
      ...given("region", said.text("region")),
      ...given("window", said.text("window")),
      ...given("limitP95", limit === undefined ? undefined : Number(limit)),
      ...given("tenants", tenants.length === 0 ? undefined : [...tenants]),
    };
    out.tell(await ask(api.POST("/api/v1/proposals", { body })), (told) => {
      out.line(`Proposal ${told.id}: ${told.state}. ${told.failure ?? ""}`.trimEnd());
      if (told.proposals.length > 1)
        for (const part of told.proposals) out.line(`${part.region}: proposal ${part.id}`);
      for (const { stamp, verdict, evidence } of told.verdicts)
        out.line(`${stamp}: ${verdict.replaceAll("_", " ")}. ${evidence.because}`);
      out.table(
        told.phases.flatMap((phase, at) => phase.moves.map((move) => ({ ...move, at: at + 1, phase }))),
        [
          { header: "PHASE", align: "right", of: ({ at }) => String(at) },
          { header: "CLASS", of: ({ phase }) => phase.class },
          { header: "TIER", of: ({ phase }) => phase.tier },
          { header: "REGISTRY", of: ({ registry }) => registry },
          { header: "TENANT", of: ({ tenant }) => tenant },
          { header: "FROM", of: ({ from }) => from },
          { header: "TO", of: ({ to }) => to },
          { header: "WHY", of: ({ reason }) => reason },
        ],
        "No move is proposed.",
      );
      if (told.phases.length > 0)
        out.line(
          `Points over limits: ${formatFixed(told.excess.before, 1)} before, ${formatFixed(told.excess.after, 1)} after. ` +
            `A draft of it: plan create --proposal ${told.id}`,
        );
    });
  },
};

const simulate: ApiCommand = {
  name: "simulate",
  takes: "--region R --move REGISTRY=STAMP … [--window peak|12h|…]",
  summary: "what moves would do to every pool they touch; nothing is moved by it",
  words: 0,
  options: {
    region: { type: "string" },
    move: { type: "string", multiple: true },
    window: { type: "string" },
  },
  run: async ({ api, said, out }) => {
    const region = said.text("region");
    if (region === undefined) throw new UsageError("simulate needs --region R");
    const moves = said.all("move").map(readMove);
    const body = { region, moves, ...given("window", said.text("window")) };
    out.tell(await ask(api.POST("/api/v1/simulations", { body })), (told) => {
      const touched = told.pools.filter(({ role }) => role !== "untouched");
      out.table(touched, SIMULATED_COLUMNS, "No pool is touched.");
      for (const { stamp, verdict, evidence } of told.verdicts)
        out.line(`${stamp}: ${verdict.replaceAll("_", " ")}. ${evidence.because}`);
      out.line(`Measured from ${utc(told.window.from)} to ${utc(told.window.to)}.`);
    });
  },
};

export const proposalCommands: readonly ApiCommand[] = [propose, simulate];

interface SimulatedPool {
  readonly stamp: string;
  readonly pool: string;
  readonly role: string;
  readonly limit: number;
  readonly before: { readonly hotNodeP95: number | null };
  readonly after: {
    readonly hotNodeP95: number | null;
    readonly interval: { readonly low: number; readonly high: number } | null;
  };
  readonly flags: readonly string[];
}

const SIMULATED_COLUMNS = [
  { header: "STAMP", of: ({ stamp }: SimulatedPool) => stamp },
  { header: "POOL", of: ({ pool }) => pool },
  { header: "ROLE", of: ({ role }) => role },
  { header: "BEFORE", align: "right", of: ({ before }) => formatCpu(before.hotNodeP95) },
  { header: "AFTER (90 %)", align: "right", of: ({ after }) => afterWords(after) },
  {
    header: "CHANGE",
    align: "right",
    of: ({ before, after }) => change(before.hotNodeP95, after.hotNodeP95),
  },
  { header: "LIMIT", align: "right", of: ({ limit }) => formatCpu(limit) },
  { header: "FLAGS", of: ({ flags }) => flags.join(" ").replaceAll("_", " ") },
] as const satisfies Parameters<typeof Terminal.prototype.table<SimulatedPool>>[1];

function afterWords({ hotNodeP95, interval }: SimulatedPool["after"]): string {
  if (hotNodeP95 === null || interval === null) return formatCpu(hotNodeP95);
  return formatInterval(hotNodeP95, interval.low, interval.high);
}

function change(before: number | null, after: number | null): string {
  return formatPoints(before === null || after === null ? null : after - before);
}

function readMove(text: string): { readonly registry: string; readonly to: string } {
  const at = text.lastIndexOf("=");
  const [registry, to] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || to === "") throw new UsageError(`--move ${text} is not of the form REGISTRY=STAMP`);
  return { registry, to };
}
