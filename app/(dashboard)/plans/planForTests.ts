import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import type { AssessedMove, AssessedPhase, PlanAssessment } from "#lib/planning/planAssessment.ts";
import type { PlanContent, PlanPhase } from "#lib/planning/planContent.ts";

const HOUR_MS = 3_600_000;
const FROM_MS = Date.UTC(2026, 10, 20, 2);
/** Monday, 09:00. */
const START_MS = Date.UTC(2026, 10, 23, 9);

const iso = (ms: number) => new Date(ms).toISOString();

type PhasePool = AssessedPhase["pools"][number];

interface PoolOfTests {
  readonly stamp: string;
  readonly role: PhasePool["role"];
  readonly before: number | null;
  readonly after: number | null;
}

/** A pool whose interval is two points to either side. */
export function poolForTests({ stamp, role, before, after }: PoolOfTests): PhasePool {
  const interval = after === null ? null : { low: after - 2, high: after + 2, level: 0.9 as const };
  const projected = {
    hotNodeP95: after,
    max: after === null ? null : after + 10,
    average: after === null ? null : after / 2,
    interval,
    intervals: { max: null, average: null },
  };
  return {
    stamp,
    pool: "dataproxy",
    kind: "dataproxy",
    role,
    limit: 40,
    before: { hotNodeP95: before, max: before, average: before },
    after: projected,
    excess: {
      before: before === null ? null : Math.max(0, before - 40),
      after: after === null ? null : Math.max(0, after - 40),
    },
    flags: [],
    cutover: projected,
  };
}

const ends = (before: number | null, after: number) => ({
  pool: "dataproxy",
  before,
  after,
  low: after - 2,
  high: after + 2,
});

export function moveForTests(registry: string, more: Partial<AssessedMove> = {}): AssessedMove {
  return {
    registry,
    requestShare: 0.01,
    byteShare: 0.02,
    class: "medium",
    source: ends(43, 41),
    destination: ends(null, 12),
    flags: [],
    broken: null,
    ...more,
  };
}

interface PhaseOfTests {
  readonly name: string;
  readonly class: PlanPhase["class"];
  readonly registries: readonly string[];
  readonly observationHours: number;
  readonly tier: AssessedPhase["tier"];
}

const PHASES: readonly PhaseOfTests[] = [
  { name: "Tail", class: "tail", registries: ["a-idle", "b-idle"], observationHours: 24, tier: "high" },
  { name: "Medium 1", class: "medium", registries: ["c-some"], observationHours: 24, tier: "low" },
  { name: "Top 1", class: "top", registries: ["d-much"], observationHours: 48, tier: "high" },
];

/** A draft of three phases that moves four registries of one customer from `s-a` to a planned `s-iso`. */
export function planForTests(phases: readonly PhaseOfTests[] = PHASES): PlanAnswer {
  const content = contentForTests(phases);
  return {
    id: 7,
    name: "Isolate contoso-ltd",
    region: "westus",
    author: "Ada",
    createdAt: iso(START_MS - 20 * HOUR_MS),
    version: 1,
    state: "draft",
    revision: 3,
    versionAuthor: "Ada",
    savedAt: iso(START_MS - 19 * HOUR_MS),
    savedBy: "Ada",
    expiresAt: iso(START_MS + 40 * HOUR_MS),
    versions: [
      {
        version: 1,
        state: "draft",
        revision: 3,
        author: "Ada",
        createdAt: iso(START_MS - 20 * HOUR_MS),
        savedAt: iso(START_MS - 19 * HOUR_MS),
        savedBy: "Ada",
      },
    ],
    comments: [],
    content,
    assessment: assessmentForTests(phases, content),
  };
}

function contentForTests(phases: readonly PhaseOfTests[]): PlanContent {
  return {
    region: "westus",
    window: { from: iso(FROM_MS), to: iso(FROM_MS + 12 * HOUR_MS) },
    limitP95: null,
    startAt: iso(START_MS),
    newStamps: [
      {
        name: "s-iso",
        kind: "isolated",
        pools: [{ name: "dataproxy", kind: "dataproxy", vcpusPerNode: 8, instances: 6 }],
      },
    ],
    source: { kind: "moves" },
    triggers: [
      {
        region: "westus",
        stamp: "s-a",
        pool: "dataproxy",
        kind: "over_limit",
        hotNodeP95: 43,
        limit: 40,
        excess: 3,
        because: "s-a dataproxy is at 43.0 %, 3.0 points over its limit of 40 %.",
      },
    ],
    verdicts: [],
    left: [{ registry: "e-pinned", reason: "It is pinned." }],
    phases: phases.map((phase, place) => ({
      name: phase.name,
      class: phase.class,
      batch: place + 1,
      observationHours: phase.observationHours,
      notBefore: null,
      shortened: null,
      moves: phase.registries.map((registry) => ({
        registry,
        tenant: "contoso-ltd",
        from: "s-a",
        to: "s-iso",
        reason: `${registry} belongs to the customer that dominates s-a.`,
        skipped: null,
      })),
    })),
  };
}

function assessmentForTests(phases: readonly PhaseOfTests[], content: PlanContent): PlanAssessment {
  let startMs = START_MS;
  const pools = (share: number) => [
    poolForTests({ stamp: "s-a", role: "source", before: 43, after: 43 - 14.5 * share }),
    poolForTests({ stamp: "s-iso", role: "destination", before: null, after: 5 + 15 * share }),
  ];
  const assessed = phases.map((phase, place): AssessedPhase => {
    const beginMs = startMs;
    startMs = beginMs + (1 + phase.observationHours) * HOUR_MS;
    return {
      tier: phase.tier,
      radius: { trafficShare: 0.1, tenants: 1, headroomPoints: 18, firstOnStamp: place === 0 },
      moves: phase.registries.map((registry) => moveForTests(registry, { class: phase.class })),
      pools: pools((place + 1) / phases.length),
      schedule: {
        startAt: iso(beginMs),
        cutOverAt: iso(beginMs + HOUR_MS),
        observedAt: iso(startMs),
        waits: [],
      },
    };
  });
  return {
    computedAt: iso(START_MS - 19 * HOUR_MS),
    window: content.window,
    snapshot: {
      homesDigest: "0".repeat(64),
      models: [{ stamp: "s-a", pool: "dataproxy", r2: 0.9, residual: 1.5, bins: 720 }],
      limits: [{ stamp: "s-a", pool: "dataproxy", limitP95: 40 }],
    },
    tier: "high",
    broken: null,
    doubts: [],
    phases: assessed,
    pools: pools(1),
    excess: { before: 3, after: 0 },
    caution: { smallestFirst: 4, largestFirst: 1 },
    notes: [],
  };
}
