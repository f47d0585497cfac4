import type { EpochMinute } from "../../core/index.ts";
import type { ScaleFleet } from "./scaleFleet.ts";

/** What a sender sends, and how fast. */
export interface SendOrder {
  readonly url: string;
  readonly token: string;
  readonly kind: "cpu" | "load";
  readonly fleet: ScaleFleet;
  /** Stamps of one collector, which sends one body a minute. */
  readonly stampsPerBody: number;
  readonly fromMinute: EpochMinute;
  /** How long a minute of samples takes on the clock: 60,000 is real time. */
  readonly minuteMs: number;
  readonly connections: number;
}

/** How far a sender is; all of it since its beginning. */
export interface SendProgress {
  readonly bodies: number;
  /** Rows that were answered as new. */
  readonly acknowledged: number;
  readonly duplicate: number;
  /** Of the bodies, as they went over the network. */
  readonly bodyBytes: number;
  /** Answers other than 200, by status, each sent again. */
  readonly refused: Readonly<Record<string, number>>;
  /** How late the last body began, against the clock. */
  readonly behindMs: number;
  readonly latencyP50Ms: number;
  readonly latencyP95Ms: number;
  readonly rssBytes: number;
}
