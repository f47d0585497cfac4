import type { z } from "zod";
import type { proposalBodySchema } from "#lib/planning/proposal/proposalBody.ts";

/** What is asked of the planner, as the URL and the form have it. */
export interface ProposalOptions {
  /** Empty = the fleet. */
  readonly region: string;
  /** Parted by commas; empty = everyone may move. */
  readonly tenants: string;
  readonly limit: number | null;
  readonly moves: number | null;
  readonly gain: number | null;
  readonly leave: string;
  readonly leaveStamps: string;
  readonly make: boolean;
}

type Asked = z.input<typeof proposalBodySchema>;

/** Names that were typed, parted by commas; each once. */
export function readNames(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return [...new Set(names)];
}

/** The question as the API takes it: what is not asked is left out, so that its defaults hold. */
export function proposalBodyOf(options: ProposalOptions, window: NonNullable<Asked["window"]>): Asked {
  const tenants = readNames(options.tenants);
  const { region, limit, moves, gain, leave, leaveStamps, make } = options;
  const constraints = {
    ...(moves === null ? {} : { mostMoves: moves }),
    ...(gain === null ? {} : { minimumGainPoints: gain }),
    ...listed("excludeRegistries", readNames(leave)),
    ...listed("excludeStamps", readNames(leaveStamps)),
    ...(make ? {} : { newStamps: false }),
  };
  return {
    ...(region === "" ? {} : { region }),
    window,
    ...(limit === null ? {} : { limitP95: limit }),
    ...listed("tenants", tenants),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  };
}

function listed<Key extends string>(key: Key, names: readonly string[]) {
  return names.length === 0 ? {} : { [key]: names };
}
