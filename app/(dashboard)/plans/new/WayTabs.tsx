"use client";

import { useSearchParams } from "next/navigation";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import type { Way } from "./newPlanParameters.ts";

const TABS: readonly { readonly way: Way; readonly label: string }[] = [
  { way: "propose", label: "By the planner" },
  { way: "hand", label: "By hand" },
  { way: "file", label: "From a file" },
];

/** The three ways to a draft; a link each. */
export function WayTabs({ way }: { way: Way }) {
  const stamp = useSearchParams().get("stamp");
  return (
    <nav
      aria-label="Ways to a draft"
      className="inline-flex h-8 items-stretch rounded-md border border-line bg-sunken p-0.5"
    >
      {TABS.map((tab) => (
        <ScopedLink
          key={tab.way}
          href={hrefOf(tab.way, stamp)}
          aria-current={tab.way === way ? "page" : undefined}
          className={`inline-flex items-center rounded-sm px-2.5 whitespace-nowrap ${
            tab.way === way ? "bg-surface font-semibold text-ink shadow-sm" : "text-ink-soft hover:text-ink"
          }`}
        >
          {tab.label}
        </ScopedLink>
      ))}
    </nav>
  );
}

function hrefOf(way: Way, stamp: string | null): string {
  if (way !== "propose") return `/plans/new?way=${way}`;
  return stamp === null ? "/plans/new" : `/plans/new?${new URLSearchParams({ stamp })}`;
}
