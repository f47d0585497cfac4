"use client";

import { Search } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { PEAK } from "#lib/charts/index.ts";
import type { FreezeState } from "#lib/fleet/freeze/freezeBody.ts";
import { useNavigation } from "../scope/NavigationPending.tsx";
import { carryScope } from "../scope/scope.ts";
import { useScope } from "../scope/useScope.ts";
import { CommandPalette } from "./CommandPalette.tsx";
import { DemoClock } from "./DemoClock.tsx";
import { FreezeControl } from "./FreezeControl.tsx";
import { KeyList } from "./KeyList.tsx";
import { useGlobalKeys } from "./keys.tsx";
import { PLACES } from "./navigation.ts";
import { PersonMenu } from "./PersonMenu.tsx";
import { RefreshControl } from "./RefreshControl.tsx";
import { RegionScope } from "./RegionScope.tsx";
import { TimeRangePicker } from "./TimeRangePicker.tsx";

export interface Person {
  readonly name: string;
  readonly role: string;
  readonly canFreeze: boolean;
  readonly canLift: boolean;
}

/** A demo's own: how far its clock is ahead, and whom this person may play. */
export interface DemoState {
  readonly aheadMs: number;
  readonly people: readonly { readonly name: string; readonly role: string }[];
}

interface HeaderLineProps {
  readonly regions: readonly string[];
  readonly freeze: FreezeState;
  readonly person: Person;
  readonly demo: DemoState | null;
  readonly now: number;
}

/** The one header line: region, time, refresh, search, freeze, person. */
export function HeaderLine({ regions, freeze, person, demo, now }: HeaderLineProps) {
  const [isFinding, setIsFinding] = useState(false);
  const [isListingKeys, setIsListingKeys] = useState(false);
  const { isPending, startTransition } = useNavigation();
  const { setRange } = useScope();
  const router = useRouter();
  const current = useSearchParams();

  useGlobalKeys((key, before) => {
    const place = before === "g" ? PLACES.find((one) => one.key === key) : undefined;
    if (place !== undefined) router.push(carryScope(place.href, current));
    else if (key === "/" || key === "mod+k") setIsFinding(true);
    else if (key === "?") setIsListingKeys(true);
    else if (key === "p" && before === "t") void setRange(PEAK);
    else if (key === "r" && before === "") startTransition(() => router.refresh());
    else return false;
    return true;
  });

  return (
    <header className="relative top-0 z-30 border-b sm:sticky border-line bg-ground/95 backdrop-blur-sm">
      <div className="flex min-h-12 flex-wrap items-center gap-2 px-3 py-2 sm:flex-nowrap sm:px-6 sm:py-0">
        <RegionScope regions={regions} />
        <TimeRangePicker now={now} />
        <div className="ml-auto flex items-center gap-2">
          {demo !== null && <DemoClock now={now} aheadMs={demo.aheadMs} canAdvance={person.canFreeze} />}
          <RefreshControl />
          <button
            type="button"
            className="control px-2 text-ink-soft"
            aria-label="Search"
            onClick={() => setIsFinding(true)}
          >
            <Search size={14} aria-hidden="true" />
            <span className="max-xl:hidden">Search</span>
            <kbd className="rounded-sm border border-line px-1 font-mono text-2xs max-md:hidden">/</kbd>
          </button>
          <FreezeControl freeze={freeze} now={now} canPress={person.canFreeze} canLift={person.canLift} />
          <PersonMenu
            name={person.name}
            role={person.role}
            others={(demo?.people ?? []).filter(({ name }) => name !== person.name)}
            onShowKeys={() => setIsListingKeys(true)}
          />
        </div>
      </div>
      <div role="status" className="absolute inset-x-0 bottom-0 h-[2px] translate-y-full overflow-hidden">
        {isPending && (
          <>
            <div className="pending-line h-full w-1/4 bg-accent" />
            <span className="sr-only">Reading the page anew</span>
          </>
        )}
      </div>
      <CommandPalette
        isOpen={isFinding}
        onOpenChange={setIsFinding}
        onShowKeys={() => setIsListingKeys(true)}
      />
      <KeyList isOpen={isListingKeys} onOpenChange={setIsListingKeys} />
    </header>
  );
}
