import { MINUTE_MS, utcWords } from "../../core/index.ts";
import { compareOutcome } from "./compareOutcome.ts";
import { judgeControls, judgePools, LEAST_COVERAGE } from "./judgePools.ts";
import { judgeTraffic } from "./judgeTraffic.ts";
import {
  type EarlyEvidence,
  GATE_QUESTIONS,
  type GateCheck,
  type GateEvidence,
  type GateQuestion,
  type GateRules,
  type GateTimes,
} from "./types.ts";

/** What a gate makes of what it read. */
export interface GateDecision {
  readonly verdict: "pass" | "fail" | "inconclusive" | "waiting";
  readonly isFinal: boolean;
  readonly sentence: string;
  /** Each of the three questions, by the worst of its checks. */
  readonly questions: Readonly<Record<GateQuestion, GateCheck["verdict"]>>;
  /** Everything that was looked at. */
  readonly checks: readonly GateCheck[];
}

/**
 * Looks at a phase while it is observed: a destination that has been over its limit without a break, or a signal of high
 * severity on a touched stamp, fails it at once; all else waits for the end.
 */
export function decideEarly(evidence: EarlyEvidence, rules: GateRules, times: GateTimes): GateDecision {
  const checks = earlyChecks(evidence, rules, times.nowMs);
  const failed = checks.filter(({ verdict }) => verdict === "fail");
  return failed.length > 0
    ? decision("fail", checks, wordsOf(failed))
    : decision(
        "waiting",
        checks,
        `Nothing is wrong so far; decided from ${utcWords(times.observeUntilMs)} on.`,
      );
}

/**
 * Decides a phase whose observation has run (PRODUCT.md, Gates). Fails on a destination over its limit, a signal of high
 * severity, or outcomes that are clearly worse. What is missing, outside its interval or not all there is a person's to
 * decide; no data is never a pass. Data that is late is waited for, as long as the rules say.
 */
export function decideGate(evidence: GateEvidence, rules: GateRules, times: GateTimes): GateDecision {
  const checks = [
    ...earlyChecks(evidence, rules, times.nowMs),
    ...judgePools(evidence.pools, rules),
    judgeTraffic(evidence.traffic, rules),
    ...evidence.outcomes.map((outcome) => compareOutcome(outcome, rules)),
    ...judgeControls(evidence.controls),
  ];
  const failed = checks.filter(({ verdict }) => verdict === "fail");
  if (failed.length > 0) return decision("fail", checks, wordsOf(failed));
  const untilMs = times.observeUntilMs + rules.lateMinutes * MINUTE_MS;
  if (isDataLate(evidence) && times.nowMs < untilMs)
    return decision(
      "waiting",
      checks,
      `The time has run, and data is still missing: waited for until ${utcWords(untilMs)}.`,
    );
  const open = checks.filter(({ verdict }) => verdict === "inconclusive");
  return open.length > 0
    ? decision("inconclusive", checks, wordsOf(open))
    : decision(
        "pass",
        checks,
        "The traffic is all there, the CPU is as predicted, and nobody else has got worse.",
      );
}

function isDataLate({ window, pools, traffic }: GateEvidence): boolean {
  return (
    window === null ||
    pools.some(({ coverage }) => coverage === null || coverage < LEAST_COVERAGE) ||
    traffic === null ||
    traffic.moved.after === null
  );
}

function earlyChecks({ now, signals }: EarlyEvidence, rules: GateRules, nowMs: number): GateCheck[] {
  return [
    ...now.map((pool): GateCheck => {
      const minutes = pool.overSinceMs === null ? 0 : (nowMs - pool.overSinceMs) / MINUTE_MS;
      const isOver = minutes >= rules.overLimitMinutes;
      const place = `${pool.stamp} ${pool.pool}`;
      return {
        check: "over_limit_now",
        question: "nobody_else_worse",
        verdict: isOver ? "fail" : "pass",
        stamp: pool.stamp,
        pool: pool.pool,
        value: pool.hot15m,
        least: null,
        most: pool.limit,
        sentence: isOver
          ? `${place} has been over its limit of ${pool.limit.toFixed(1)} % without a break for ${Math.floor(minutes)} minutes.`
          : `${place} is at ${pool.hot15m === null ? "an unknown heat" : `${pool.hot15m.toFixed(1)} %`} over the last 15 minutes, its limit is ${pool.limit.toFixed(1)} %.`,
      };
    }),
    ...judgeSignals(signals),
  ];
}

function judgeSignals(signals: EarlyEvidence["signals"]): GateCheck[] {
  const base = {
    check: "signal",
    question: "nobody_else_worse",
    least: null,
    most: 0,
  } as const;
  if (signals.length === 0)
    return [
      {
        ...base,
        verdict: "pass",
        stamp: null,
        pool: null,
        value: 0,
        sentence: "No signal of high severity has begun on a touched stamp.",
      },
    ];
  return signals.map(({ stamp, pool, kind, severity, fromMs, note }) => ({
    ...base,
    verdict: "fail",
    stamp,
    pool,
    value: signals.length,
    sentence: `${stamp}${pool === null ? "" : ` ${pool}`} has a signal of ${severity} severity since ${utcWords(fromMs)}: ${kind.replaceAll("_", " ")}${note === "" ? "" : `, ${note}`}.`,
  }));
}

const WORST = ["fail", "inconclusive", "pass", "not_applicable"] as const;

function decision(
  verdict: GateDecision["verdict"],
  checks: readonly GateCheck[],
  sentence: string,
): GateDecision {
  const worst = (question: GateQuestion) => {
    const own = new Set(checks.filter((one) => one.question === question).map((one) => one.verdict));
    return WORST.find((one) => own.has(one)) ?? "not_applicable";
  };
  const [traffic, cpu, others] = GATE_QUESTIONS;
  return {
    verdict,
    isFinal: verdict !== "waiting",
    sentence,
    questions: { [traffic]: worst(traffic), [cpu]: worst(cpu), [others]: worst(others) },
    checks,
  };
}

/** More are in the readings. */
const MOST_TOLD = 3;

function wordsOf(checks: readonly GateCheck[]): string {
  const told = checks.slice(0, MOST_TOLD).map(({ sentence }) => sentence);
  const more = checks.length - told.length;
  return [...told, ...(more > 0 ? [`And ${more} more.`] : [])].join(" ");
}
