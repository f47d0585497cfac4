"use client";

import { Select } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { formatCpu } from "#lib/charts/index.ts";
import { StateShape } from "../../_components/StateBadge.tsx";
import { conditionWords } from "../stamps/StampsTable.tsx";
import type { NewStamp } from "./scenario.ts";
import type { Destination } from "./whatIfView.ts";

interface DestinationSelectProps {
  /** Whose destination it is, for screen readers. */
  readonly label: string;
  /** Null = none is chosen. */
  readonly value: string | null;
  readonly stamps: readonly Destination[];
  readonly newStamps: readonly NewStamp[];
  /** The present home: it is no destination. */
  readonly home: string | null;
  readonly onChange: (to: string | null) => void;
  readonly placeholder?: string;
  /** In a table row. */
  readonly isSmall?: boolean;
}

/** No name of a stamp. */
const NONE = ".";

/** Where a registry goes: every stamp of the region with its kind, condition, state and limit, and those to be made. */
export function DestinationSelect(props: DestinationSelectProps) {
  const { label, value, stamps, newStamps, home, onChange, placeholder = "choose…" } = props;
  const known = [...stamps.map(({ name }) => name), ...newStamps.map(({ name }) => name)];
  const items = [
    { value: NONE, label: placeholder },
    ...known.map((name) => ({ value: name, label: name })),
    ...(value === null || known.includes(value) ? [] : [{ value, label: value }]),
  ];
  return (
    <Select.Root
      items={items}
      value={value ?? NONE}
      onValueChange={(next) => onChange(next === null || next === NONE ? null : next)}
    >
      <Select.Trigger
        className={`control w-full min-w-0 justify-between ${value === null ? "border-line-strong" : ""} ${props.isSmall ? "h-7" : ""}`}
        aria-label={label}
      >
        <Select.Value className={`truncate ${value === null ? "text-ink-soft" : "font-medium"}`} />
        <Select.Icon className="text-ink-soft">
          <ChevronDown size={14} aria-hidden="true" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Select.Popup className="popup max-h-96 w-[min(25rem,calc(100vw-2rem))] overflow-y-auto p-1">
            <Select.List>
              <Row value={NONE} name={placeholder === "choose…" ? "not decided" : placeholder} condition="" />
              {newStamps.map(({ name, kind, pools }) => (
                <Row key={name} value={name} name={name} condition={`${kind}, to be made`}>
                  {pools.map((pool) => `${pool.kind} ${pool.instances} nodes`).join(" · ")}
                </Row>
              ))}
              {stamps.map((stamp) => (
                <Row
                  key={stamp.name}
                  value={stamp.name}
                  name={stamp.name}
                  condition={stamp.name === home ? "present home" : conditionWords(stamp)}
                  isDisabled={stamp.name === home}
                >
                  <PoolFacts stamp={stamp} />
                </Row>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}

interface RowProps {
  readonly value: string;
  readonly name: string;
  readonly condition: string;
  readonly isDisabled?: boolean;
  readonly children?: ReactNode;
}

function Row({ value, name, condition, isDisabled = false, children }: RowProps) {
  return (
    <Select.Item value={value} disabled={isDisabled} className="menu-item items-start">
      <span className="flex w-4 justify-center pt-1">
        <Select.ItemIndicator>
          <Check size={14} aria-hidden="true" />
        </Select.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex justify-between gap-3">
          <Select.ItemText className="font-medium">{name}</Select.ItemText>
          <span className="text-xs text-ink-soft">{condition}</span>
        </span>
        {children !== undefined && <span className="block text-xs text-ink-soft">{children}</span>}
      </span>
    </Select.Item>
  );
}

/** `◆ dataproxy 26.8 of 40 %` for each pool. */
function PoolFacts({ stamp }: { stamp: Destination }) {
  if (stamp.pools.length === 0) return "no pools";
  return (
    <span className="flex flex-wrap gap-x-3">
      {stamp.pools.map(({ pool, state, hotNodeP95, limit }) => (
        <span key={pool} className="inline-flex items-center gap-1 whitespace-nowrap">
          <StateShape state={state} size={9} />
          <span className="sr-only">{state}</span>
          {pool} {hotNodeP95 === null ? "no data" : `${formatCpu(hotNodeP95)} of ${limit}`}
        </span>
      ))}
    </span>
  );
}
