import { toIso, utcWords } from "../../core/index.ts";
import type { PlanExecution } from "../executionAnswer.ts";
import type { RunContext } from "../run/runContext.ts";
import type { RunMove } from "../types.ts";

export type Wait = PlanExecution["waitsFor"];

export function person(sentence: string, untilMs: number | null = null): Wait {
  return { for: "person", until: untilMs === null ? null : toIso(untilMs), sentence };
}

export function nothing(sentence: string): Wait {
  return { for: "nothing", until: null, sentence };
}

export function oneOf(role: "operator" | "approver"): string {
  return role === "operator" ? "an operator" : "an approver";
}

/** Who is to change a home: whatever was asked for it and has not refused, else a person. */
export function whoChanges(move: RunMove | undefined, { requests }: RunContext): string {
  const asked = move && requests.get(move.id);
  if (asked === undefined || asked.state === "refused" || asked.state === "given_up") return "an operator";
  return "the control plane, or an operator,";
}

/** What became of that so far. */
export function whyOpen(move: RunMove | undefined, { requests }: RunContext): string {
  const asked = move && requests.get(move.id);
  if (asked === undefined) return "";
  const when = utcWords(asked.askedAtMs);
  const why = asked.error === null ? "" : `: ${asked.error.replace(/\.$/, "")}`;
  switch (asked.state) {
    case "waiting":
      return ` (asked for ${when}, not received yet${why})`;
    case "refused":
    case "given_up":
      return ` (the control plane was asked ${when}, and did not do it${why})`;
    default:
      return ` (asked for ${when}, received, not confirmed yet${why})`;
  }
}
