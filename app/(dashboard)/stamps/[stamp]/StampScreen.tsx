"use client";

import type { ReactNode } from "react";
import { describeLatestData, formatCount } from "#lib/charts/index.ts";
import { MINUTE_MS, minuteOf, minuteToIso } from "#lib/core/index.ts";
import { DataAsOf } from "../../../_components/frame/asOf.tsx";
import { Notice } from "../../../_components/Notice.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { draftHref } from "../../plans/new/newPlanParameters.ts";
import { conditionWords } from "../StampsTable.tsx";
import { EventsPanel } from "./EventsPanel.tsx";
import { NodePanels } from "./NodePanels.tsx";
import { PoolCard } from "./PoolCard.tsx";
import { PoolLinePanel } from "./PoolLinePanel.tsx";
import type { PoolView, StampFacts, StampView } from "./stampView.ts";

interface StampScreenProps {
  readonly view: StampView;
  readonly pool: string;
  /** Why it is hot, in words. */
  readonly hotWords: ReactNode;
  /** Who makes it so. */
  readonly contribution: ReactNode;
}

/** One stamp: how hot its pools are, since when, who makes it so, which node, and what happened. */
export function StampScreen({ view, pool, hotWords, contribution }: StampScreenProps) {
  const { stamp } = view;
  const pools = hotFirst(view.pools);
  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      <PageHeading
        title={pool === "" ? stamp.name : `${stamp.name} ${pool}`}
        crumbs={[
          { label: "Fleet", href: "/fleet?region=" },
          { label: stamp.region, href: `/fleet?region=${encodeURIComponent(stamp.region)}` },
          pool === "" ? { label: stamp.name } : { label: stamp.name, href: stampHref(stamp.name) },
          ...(pool === "" ? [] : [{ label: pool }]),
        ]}
        summary={<Summary view={view} hotWords={hotWords} />}
        actions={
          <>
            <PoolTabs view={view} pool={pool} />
            <ScopedLink href={draftHref(stamp.name, stamp.region)} className="control">
              Draft a plan
            </ScopedLink>
          </>
        }
      />
      <Facts stamp={stamp} />
      <Outside view={view} />
      {pools.length === 0 && (
        <Notice tone="information">
          This stamp has no pools yet. Name them in an inventory (<code>PUT /api/v1/inventory</code>), and
          their samples find them.
        </Notice>
      )}
      <div className={`grid gap-4 ${pools.length > 1 ? "lg:grid-cols-2" : ""}`}>
        {pools.map((one) => (
          <PoolCard key={one.id} pool={one} now={view.readMs} isWide={pools.length === 1} />
        ))}
      </div>
      {pools.map((one) => (
        <PoolLinePanel key={one.id} pool={one} view={view} />
      ))}
      {contribution}
      {pools.map((one) => (
        <NodePanels key={one.id} pool={one} view={view} />
      ))}
      <EventsPanel view={view} />
    </div>
  );
}

/** Pools over their limit first, otherwise in their order. */
function hotFirst(pools: readonly PoolView[]): PoolView[] {
  const isOver = ({ measures }: PoolView) => (measures.excess ?? 0) > 0 || measures.now.overSince !== null;
  return [...pools.filter(isOver), ...pools.filter((pool) => !isOver(pool))];
}

/** The page's answer: hot or not, why, and whether it is a node or a load problem. */
function Summary({ view, hotWords }: { view: StampView; hotWords: ReactNode }) {
  const sick = view.pools.flatMap(({ pool, sickNode }) => (sickNode === null ? [] : [{ pool, sickNode }]));
  return (
    <>
      {hotWords}
      {sick.map(({ pool, sickNode }) => (
        <span key={pool}>
          {" "}
          In {pool} it is one node, <span className="font-mono text-sm text-ink">{sickNode.name}</span>, not
          the load.
        </span>
      ))}
    </>
  );
}

/** One pool, or all of them; a link each. */
function PoolTabs({ view, pool }: { view: StampView; pool: string }) {
  if (view.poolNames.length < 2) return null;
  const tabs = [{ label: "All pools", name: "" }, ...view.poolNames.map((name) => ({ label: name, name }))];
  return (
    <nav
      aria-label="Pools"
      className="inline-flex h-8 items-stretch rounded-md border border-line bg-sunken p-0.5"
    >
      {tabs.map((tab) => (
        <ScopedLink
          key={tab.name}
          href={stampHref(view.stamp.name, tab.name === "" ? undefined : tab.name)}
          aria-current={tab.name === pool ? "page" : undefined}
          className={`inline-flex items-center rounded-sm px-2.5 ${
            tab.name === pool ? "bg-surface font-semibold text-ink shadow-sm" : "text-ink-soft hover:text-ink"
          }`}
        >
          {tab.label}
        </ScopedLink>
      ))}
    </nav>
  );
}

function Facts({ stamp }: { stamp: StampFacts }) {
  const facts = [
    conditionWords(stamp),
    `${formatCount(stamp.replicas)} ${stamp.replicas === 1 ? "registry" : "registries"} at home`,
    `${stamp.updateDomains} update domains`,
    stamp.storageEgressGbps !== null && `storage ${formatCount(stamp.storageEgressGbps)} Gbit/s`,
    stamp.storageRequestsPerSecond !== null &&
      `storage ${formatCount(stamp.storageRequestsPerSecond)} requests/s`,
  ].filter(Boolean);
  return <p className="-mt-2 text-ink-soft">{facts.join(" · ")}</p>;
}

const HALF_DAY_MINUTES = 720;

/** Data that end before the hours shown: where they are, and a way there. */
function Outside({ view }: { view: StampView }) {
  if (view.latestDataMs === null) {
    return view.stamp.planned ? (
      <Notice tone="information">
        This stamp is planned: it does not exist yet, so there is nothing to measure.
      </Notice>
    ) : (
      <Notice tone="warning">
        No sample of this stamp has ever arrived. <DataHealthLink />
      </Notice>
    );
  }
  if (view.pools.some(({ measures }) => measures.hotNodeP95 !== null)) return null;
  const latest = minuteOf(view.latestDataMs);
  const there = `${stampHref(view.stamp.name)}?from=${minuteToIso(latest + 1 - HALF_DAY_MINUTES)}&to=${minuteToIso(latest + 1)}`;
  return (
    <Notice tone="warning">
      There is no data in this time.{" "}
      <ScopedLink href={there} className="text-link">
        {describeLatestData(latest, Math.floor(view.readMs / MINUTE_MS))}
      </ScopedLink>{" "}
      <DataHealthLink />
    </Notice>
  );
}

function DataHealthLink() {
  return (
    <ScopedLink href="/data-health" className="text-link">
      See why in Data health
    </ScopedLink>
  );
}
