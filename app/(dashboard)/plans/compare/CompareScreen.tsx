"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Notice } from "../../../_components/Notice.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { carryScope } from "../../../_components/scope/scope.ts";
import { countOf } from "../planWords.ts";
import { ComparedMoves } from "./ComparedMoves.tsx";
import { ComparedPools } from "./ComparedPools.tsx";
import { Differences, Numbers, Phases } from "./ComparePanels.tsx";
import type { CompareView } from "./loadCompare.ts";
import { PlanPicker } from "./PlanPicker.tsx";
import { SideCard } from "./SideCard.tsx";
import { compareHref, type Sides, writeSide } from "./sideCode.ts";

type SideName = keyof Sides;

/** Two plans, or two versions of one, beside each other. */
export function CompareScreen({ view }: { view: CompareView }) {
  const { left, right, missing, compared } = view;
  const router = useRouter();
  const current = useSearchParams();
  const [picking, setPicking] = useState<SideName | null>(null);
  const sides: Sides = {
    left: left && writeSide(left.id, left.version),
    right: right && writeSide(right.id, right.version),
  };
  const choose = (side: SideName, text: string) =>
    router.push(carryScope(compareHref({ ...sides, [side]: text }), current));
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Compare plans"
        crumbs={[{ label: "Plans", href: "/plans" }, { label: "Compare" }]}
        summary={summaryOf(view)}
      />
      {missing.map((side) => (
        <Notice key={side} tone="warning">
          There is no plan or version {side}: choose another.
        </Notice>
      ))}
      <div className="grid gap-4 lg:grid-cols-2">
        {(["left", "right"] as const).map((side) => (
          <SideCard
            key={side}
            label={side === "left" ? "Left" : "Right"}
            side={view[side]}
            now={view.readMs}
            onChoose={() => setPicking(side)}
            onVersion={(id, version) => choose(side, writeSide(id, version))}
          />
        ))}
      </div>
      {left !== null && right !== null && compared !== null && (
        <>
          <div className="grid items-start gap-4 xl:grid-cols-2">
            <Numbers left={left} right={right} />
            <Differences differences={compared.differences} />
          </div>
          <ComparedPools pools={compared.pools} />
          <Phases left={left} right={right} />
          <ComparedMoves moves={compared.moves} />
        </>
      )}
      <PlanPicker
        isOpen={picking !== null}
        onOpenChange={(isOpen) => !isOpen && setPicking(null)}
        onPick={(id, version) => {
          if (picking !== null) choose(picking, writeSide(id, version));
          setPicking(null);
        }}
      />
    </div>
  );
}

function summaryOf({ left, right, compared }: CompareView): string {
  if (left === null || right === null || compared === null)
    return "Choose two plans, or two versions of one, to see what differs and what comes of it.";
  const which =
    left.id === right.id
      ? `Versions ${left.version} and ${right.version} of ${left.name}`
      : `${left.name} and ${right.name}`;
  if (compared.differences.length === 0) return `${which} are the same.`;
  const regions =
    left.region === right.region ? "" : " They are of different regions, so no registry is in both.";
  return `${which} differ in ${countOf(compared.differences.length, "thing", "things")}.${regions}`;
}
