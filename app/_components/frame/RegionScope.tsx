"use client";

import { Globe } from "lucide-react";
import { SelectBox } from "../SelectBox.tsx";
import { useScope } from "../scope/useScope.ts";

/** Which region the page speaks of; in the URL. */
export function RegionScope({ regions }: { regions: readonly string[] }) {
  const { region, setRegion } = useScope();
  // A region that a link names but the fleet does not know is still shown: the page says that it is empty.
  const names = region === "" || regions.includes(region) ? regions : [...regions, region];
  return (
    <SelectBox
      label="Region"
      value={region}
      items={[{ value: "", label: "All regions" }, ...names.map((name) => ({ value: name, label: name }))]}
      onChange={(next) => void setRegion(next)}
      icon={<Globe size={14} aria-hidden="true" className="shrink-0 text-ink-soft" />}
    />
  );
}
