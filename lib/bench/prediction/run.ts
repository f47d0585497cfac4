import { parseArgs } from "node:util";
import { CASE_KINDS } from "./kinds.ts";
import { checkBars, METHODS, type Score, type ScoredPool, SIDES, score, scoreCase } from "./scoreCases.ts";
import { timeModels } from "./speed.ts";

/** Cases of every kind; with twelve kinds, more than the 200 asked for. */
const CASES_PER_KIND = 20;
const KIND_SEEDS = 10_000;

/**
 * `npm run bench:prediction [-- --cases N] [--seed N] [--kind TEXT] [--verbose]`: how far the predicted hot-node P95 is
 * off after a move, by kind of case, for source and destination apart. Prints a table, the bars, and
 * how long fits and simulations take; true when all hold.
 */
export function runPredictionBench(args: readonly string[]): boolean {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: "string", default: String(CASES_PER_KIND) },
      seed: { type: "string", default: "1" },
      kind: { type: "string" },
      verbose: { type: "boolean", default: false },
    },
  });
  const perKind = Number(values.cases);
  const first = Number(values.seed);
  const kinds = CASE_KINDS.filter(({ name }) => name.includes(values.kind ?? ""));
  const pools: ScoredPool[] = [];
  const started = process.cpuUsage();
  for (const kind of kinds) {
    const offset = CASE_KINDS.indexOf(kind) * KIND_SEEDS + first;
    for (let index = 0; index < perKind; index++) {
      const scored = scoreCase(kind, offset + index);
      pools.push(...scored);
      if (values.verbose) for (const pool of scored) say(describeCase(pool));
    }
  }
  const seconds = process.cpuUsage(started).user / 1e6;
  say(
    `Predicted hot-node P95 after a move: absolute error in points, median/90th percentile, ${perKind} cases a kind.`,
  );
  say(`${"kind".padEnd(44)}${METHODS.map((method) => method.padStart(14)).join("")}   interval     oracle's`);
  for (const { name } of kinds)
    for (const side of SIDES)
      say(
        describeScore(
          `${name}, ${side}`,
          score(pools.filter((pool) => pool.kind === name && pool.side === side)),
        ),
      );
  const seen = pools.filter(({ heldOut }) => !heldOut);
  const heldOut = pools.filter((pool) => pool.heldOut);
  for (const side of SIDES)
    say(describeScore(`all, ${side}`, score(pools.filter((pool) => pool.side === side))));
  if (seen.length > 0) say(describeScore("kinds that the model was made on", score(seen)));
  if (heldOut.length > 0) say(describeScore("kinds that were held out", score(heldOut)));
  const all = score(pools);
  say(describeScore("all", all));
  say("");
  const timings = values.kind === undefined ? timeModels() : [];
  for (const { what, milliseconds, bar } of timings)
    say(
      `${bar === null ? "    " : milliseconds <= bar ? "ok  " : "MISS"} ${what.padEnd(42)} ${milliseconds.toFixed(0)} ms of CPU${bar === null ? "" : `  (≤ ${bar})`}`,
    );
  const bars = checkBars(all);
  for (const { what, reached, bar, holds } of bars)
    say(`${holds ? "ok  " : "MISS"} ${what.padEnd(34)} ${reached.toFixed(2)}  (${bar})`);
  say(`${pools.length / 2} cases, ${((1_000 * seconds) / (pools.length / 2)).toFixed(0)} ms of CPU each`);
  return bars.every(({ holds }) => holds);
}

function describeScore(label: string, { errors, coverage, width, oracleWidth }: Score): string {
  const cells = METHODS.map((method) =>
    `${errors[method].median.toFixed(2)}/${errors[method].p90.toFixed(1)}`.padStart(14),
  );
  return `${label.padEnd(44)}${cells.join("")}   ${(100 * coverage).toFixed(0).padStart(3)} % ${width.toFixed(1).padStart(5)}   ${oracleWidth.toFixed(1).padStart(6)}`;
}

function describeCase({ kind, side, seed, before, truth, predicted, low, high }: ScoredPool): string {
  const miss = truth < low ? "below" : truth > high ? "above" : "";
  const methods = METHODS.map((method) => `${method} ${predicted[method].toFixed(1)}`).join("  ");
  return `${kind} ${seed} ${side}: ${before.toFixed(1)} → ${truth.toFixed(1)}  ${methods}  [${low.toFixed(1)}, ${high.toFixed(1)}] ${miss}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
