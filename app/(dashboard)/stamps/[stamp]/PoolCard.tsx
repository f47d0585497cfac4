import type { ReactNode } from "react";
import {
  formatCount,
  formatCpu,
  formatDuration,
  formatRatio,
  formatShare,
  formatUtcTime,
  type Reading,
} from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { Cpu } from "../../../_components/Cpu.tsx";
import { Stat } from "../../../_components/Stat.tsx";
import { StateBadge } from "../../../_components/StateBadge.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import type { PoolView } from "./stampView.ts";

/** A pool's numbers, P95 beside maximum and average, and what they say in plain words. */
export function PoolCard({ pool, now, isWide }: { pool: PoolView; now: number; isWide: boolean }) {
  const { measures } = pool;
  return (
    <section
      aria-label={`Pool ${pool.pool}`}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="text-lg font-semibold">
          <ScopedLink href={stampHref(pool.stamp, pool.pool)} className="name-link">
            {pool.pool}
          </ScopedLink>
        </h2>
        <StateBadge state={measures.state} {...(measures.stale ? { note: "Stale: no recent sample" } : {})} />
        <span className="ml-auto text-xs text-ink-soft">{sizeWords(pool)}</span>
      </div>
      <div className={`grid gap-x-8 gap-y-3 ${isWide ? "xl:grid-cols-2" : ""}`}>
        <dl className="grid grid-cols-2 content-start gap-x-4 gap-y-2 sm:grid-cols-4">
          <Stat
            label="Hot-node P95"
            isStrong
            value={
              <span className={isThin(pool) ? "font-normal text-ink-faint" : ""}>
                <Cpu percent={measures.hotNodeP95} />
              </span>
            }
            note={limitNote(pool)}
          />
          <Stat label="Maximum" value={<Cpu percent={measures.max} />} note={maxNote(pool)} />
          <Stat
            label="Average"
            value={<Cpu percent={measures.average} />}
            note={`hot-spot ratio ${formatRatio(measures.hotSpotRatio)}`}
          />
          <Stat label="Now, 5 min" value={<Cpu percent={measures.now.hot5m} />} note={nowNote(pool, now)} />
        </dl>
        <Readings pool={pool} />
      </div>
      <p className="mt-auto text-xs text-ink-faint">
        Data in {formatShare(measures.coverage.bins)} of the minutes and{" "}
        {formatShare(measures.coverage.nodeMinutes)} of the expected node-minutes
      </p>
    </section>
  );
}

/** The sentences, warnings and verdicts first. What the numbers above them say already is left out. */
function Readings({ pool }: { pool: PoolView }) {
  const isLoud = ({ about }: Reading) =>
    about === "data" || about === "now" || (about === "node" && pool.sickNode !== null);
  const said = pool.readings.filter(({ about }) => about !== "limit");
  const ordered = [...said.filter(isLoud), ...said.filter((reading) => !isLoud(reading))];
  return (
    <ul className="flex flex-col gap-1 text-base">
      {ordered.map((reading) => (
        <li key={reading.text} className={`max-w-prose ${isLoud(reading) ? "font-medium" : "text-ink-soft"}`}>
          {reading.text}
        </li>
      ))}
    </ul>
  );
}

function sizeWords(pool: PoolView): string {
  const { nodes } = pool.measures;
  const { minInstances, maxInstances, vcpusPerNode } = pool;
  const declared =
    minInstances === null && maxInstances === null ? null : `${minInstances ?? "?"}–${maxInstances ?? "?"}`;
  return [
    nodes !== null && `${formatCount(nodes)} nodes${declared === null ? "" : ` of ${declared}`}`,
    vcpusPerNode !== null && `${vcpusPerNode} vCPUs each`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Under this coverage a number is thin (PRODUCT.md, "Coverage"). */
const THIN_BELOW = 0.9;

function isThin({ measures }: PoolView): boolean {
  return measures.state === "unknown" || measures.coverage.lesser < THIN_BELOW;
}

function limitNote(pool: PoolView): ReactNode {
  const { excess, limit, coverage, hotNodeP95 } = pool.measures;
  const text = `limit ${limit}\u00a0%`;
  if (hotNodeP95 !== null && coverage.lesser < THIN_BELOW)
    return `on ${formatShare(coverage.lesser)} of the data, ${text}`;
  if (excess === null || excess === 0) return text;
  return <span className="font-medium text-ink">over its {text}</span>;
}

function maxNote({ measures: { max, maxAt } }: PoolView): string {
  return max === null || maxAt === null ? "" : `at ${formatUtcTime(maxAt * MINUTE_MS)} UTC`;
}

function nowNote({ measures }: PoolView, now: number): ReactNode {
  const { overSince, hot15m } = measures.now;
  if (overSince !== null) {
    const lasting = formatDuration(Math.max(60, (now - overSince * MINUTE_MS) / 1_000));
    return <span className="font-medium text-ink">over for {lasting}</span>;
  }
  return hot15m === null ? "silent" : `${formatCpu(hot15m)} over 15 min`;
}
