/** Plain data. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** What a channel may be told of. */
export const EVENT_KINDS = [
  "alert_raised",
  "alert_cleared",
  "approval_wanted",
  "gate_result",
  "plan_finished",
  "plan_paused",
  "freeze",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const SEVERITIES = ["information", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that happened and that channels are told of. */
export interface Notice {
  readonly kind: EventKind;
  readonly severity: Severity;
  /** The same event has the same key, however often it is found. */
  readonly key: string;
  /** null = it concerns every region. */
  readonly region: string | null;
  readonly atMs: number;
  /** One sentence for people. */
  readonly sentence: string;
  /** The page of this application that shows it. */
  readonly path: string;
  readonly facts: { readonly [name: string]: Plain };
}
