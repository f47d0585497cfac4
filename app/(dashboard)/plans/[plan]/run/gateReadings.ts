import { z } from "zod";

const VERDICTS = ["pass", "fail", "inconclusive", "not_applicable"] as const;

/** What a gate's reading holds: see lib/execution/gates. Kept for good, so that older ones may hold less. */
const readingsSchema = z.object({
  questions: z.record(z.string(), z.enum(VERDICTS)),
  checks: z.array(
    z.object({
      check: z.string(),
      question: z.string(),
      verdict: z.enum(VERDICTS),
      stamp: z.string().nullable(),
      pool: z.string().nullable(),
      sentence: z.string(),
    }),
  ),
});

export type GateCheck = z.output<typeof readingsSchema>["checks"][number];
export type CheckVerdict = GateCheck["verdict"];

export const QUESTION_WORDS: Readonly<Record<string, string>> = {
  traffic_all_there: "Is the traffic all there?",
  cpu_as_predicted: "Is the CPU as predicted?",
  nobody_else_worse: "Has nobody else got worse?",
};

export const VERDICT_WORDS: Readonly<Record<CheckVerdict, string>> = {
  pass: "yes",
  fail: "no",
  inconclusive: "cannot be told",
  not_applicable: "not asked yet",
};

export interface AnsweredQuestion {
  readonly question: string;
  readonly verdict: CheckVerdict;
  readonly checks: readonly GateCheck[];
}

const ORDER: readonly CheckVerdict[] = ["fail", "inconclusive", "pass", "not_applicable"];

/** The three questions with their checks, what went wrong first. Empty where the readings cannot be read. */
export function questionsOf(readings: unknown): readonly AnsweredQuestion[] {
  const parsed = readingsSchema.safeParse(readings);
  if (!parsed.success) return [];
  const { questions, checks } = parsed.data;
  return Object.keys(QUESTION_WORDS).map((question) => ({
    question,
    verdict: questions[question] ?? "not_applicable",
    checks: checks
      .filter((one) => one.question === question)
      .toSorted((one, other) => ORDER.indexOf(one.verdict) - ORDER.indexOf(other.verdict)),
  }));
}
