import { z } from "zod";

/** Policies of plans (PRODUCT.md, Plans). Shares are 0..1; all of them may differ by region. */

const share = z.number().min(0).max(1);
const points = z.number().min(0).max(100);
const hours = z.number().positive().max(8_760);
const count = z.number().int().min(1).max(10_000);

const classesSchema = z
  .strictObject({ tailShare: share, topShare: share, topAloneShare: share })
  .refine((at) => at.tailShare < at.topShare, { error: "must be over tailShare", path: ["topShare"] });

/** Bounds of each tier; what exceeds those of high is critical. */
const blastRadiusSchema = z
  .strictObject({
    lowTraffic: share,
    lowTenants: count,
    lowHeadroom: points,
    mediumTraffic: share,
    mediumTenants: count,
    mediumHeadroom: points,
    highTraffic: share,
    highHeadroom: points,
  })
  .refine((at) => at.lowTraffic <= at.mediumTraffic && at.mediumTraffic <= at.highTraffic, {
    error: "must rise: lowTraffic ≤ mediumTraffic ≤ highTraffic",
  })
  .refine((at) => at.lowTenants <= at.mediumTenants, {
    error: "must not be under lowTenants",
    path: ["mediumTenants"],
  })
  .refine((at) => at.lowHeadroom >= at.mediumHeadroom && at.mediumHeadroom >= at.highHeadroom, {
    error: "must fall: lowHeadroom ≥ mediumHeadroom ≥ highHeadroom",
  });

/** Weekdays 1 = Monday to 7 = Sunday, both included; hours of the region's own clock. */
const workHoursSchema = z
  .strictObject({
    firstDay: z.number().int().min(1).max(7),
    lastDay: z.number().int().min(1).max(7),
    fromHour: z.number().int().min(0).max(23),
    toHour: z.number().int().min(1).max(24),
  })
  .refine((at) => at.firstDay <= at.lastDay, { error: "must not be before firstDay", path: ["lastDay"] })
  .refine((at) => at.fromHour < at.toHour, { error: "must be after fromHour", path: ["toHour"] });

const gateSchema = z.strictObject({
  overLimitMinutes: z.number().int().min(1).max(1_440),
  settleMinutes: z.number().int().min(0).max(1_440),
  lateMinutes: z.number().int().min(0).max(1_440),
  reliefShare: share,
  parityTolerance: share,
  outcomeSpreads: z.number().min(1).max(100),
  outcomeWorseBy: share,
});

const rightSizingSchema = z.strictObject({
  floorInstances: count,
  headroomInstances: z.number().int().min(0).max(10_000),
  observedHours: hours,
  verifyHours: hours,
  /** 0 = none is set. */
  pricePerVcpuHour: z.number().min(0).max(1_000),
});

export const PLANNING_SETTINGS = {
  planClasses: {
    schema: classesSchema,
    default: { tailShare: 0.005, topShare: 0.95, topAloneShare: 0.05 },
    scope: "region",
    summary:
      "Shares of a plan's moved traffic: the smallest moves up to the first are the tail, the largest from the second on the top",
  },
  batchPoints: {
    schema: points,
    default: 5,
    scope: "region",
    summary: "What a sub-batch of medium moves may add to the P95 of any destination",
  },
  observationHours: {
    schema: z.strictObject({ tail: hours, medium: hours, top: hours }),
    default: { tail: 24, medium: 24, top: 48 },
    scope: "region",
    summary: "How long a phase is observed before the next one may begin, by its class",
  },
  blastRadius: {
    schema: blastRadiusSchema,
    default: {
      lowTraffic: 0.01,
      lowTenants: 10,
      lowHeadroom: 15,
      mediumTraffic: 0.05,
      mediumTenants: 50,
      mediumHeadroom: 5,
      highTraffic: 0.2,
      highHeadroom: 0,
    },
    scope: "region",
    summary:
      "The most a phase of each tier may touch: share of the region's traffic, tenants, and what must be left under the limit; what exceeds high is critical",
  },
  minimumGainPoints: {
    schema: points,
    default: 0.5,
    scope: "region",
    summary: "What a proposed move has to gain, so that no noise is chased",
  },
  cooldownDays: {
    schema: z.number().min(0).max(365),
    default: 14,
    scope: "region",
    summary: "Days for which a registry that was moved stays where it is",
  },
  workHours: {
    schema: workHoursSchema,
    default: { firstDay: 1, lastDay: 5, fromHour: 9, toHour: 17 },
    scope: "region",
    summary: "When cutovers may run, by the region's own clock",
  },
  cutover: {
    schema: z.strictObject({ movesAtOnce: count, moveMinutes: z.number().min(1).max(1_440) }),
    default: { movesAtOnce: 5, moveMinutes: 10 },
    scope: "region",
    summary: "How many moves cut over at a time, and how long one takes to be bound and drained",
  },
  planExpiryHours: {
    schema: hours,
    default: 72,
    scope: "region",
    summary: "Hours after the end of its snapshot's window in which a plan has to start",
  },
  criticalStartsPerHour: {
    schema: count,
    default: 2,
    scope: "fleet",
    summary: "How many critical phases may start within an hour, in the whole fleet",
  },
  outcomeTrigger: {
    schema: z.strictObject({
      worseBy: z.number().min(0).max(100),
      hoursShare: share,
      fewestHours: z.number().int().min(1).max(24),
    }),
    default: { worseBy: 0.25, hoursShare: 0.8, fewestHours: 6 },
    scope: "region",
    summary:
      "What customers felt is a trigger where its mean is worse than in the same hours a day before by this share, in this share of the hours, of at least so many that both days have",
  },
  gates: {
    schema: gateSchema,
    default: {
      overLimitMinutes: 15,
      settleMinutes: 60,
      lateMinutes: 60,
      reliefShare: 0.5,
      parityTolerance: 0.3,
      outcomeSpreads: 3,
      outcomeWorseBy: 0.1,
    },
    scope: "region",
    summary:
      "Gates: unbroken minutes over the limit that fail a phase at once, minutes after a cut-over that do not count (cold caches), how long late data is waited for, the share of the predicted relief and the tolerance of traffic that pass, and how much worse outcomes have to be",
  },
  rightSizing: {
    schema: rightSizingSchema,
    default: {
      floorInstances: 3,
      headroomInstances: 0,
      observedHours: 48,
      verifyHours: 24,
      pricePerVcpuHour: 0,
    },
    scope: "region",
    summary:
      "Right-sizing: the fewest instances of a pool, spare ones above what is needed, hours to be observed before and after, and the price of a vCPU hour (0 = none)",
  },
} as const;
