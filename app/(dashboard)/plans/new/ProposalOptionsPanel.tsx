"use client";

import { Wand2 } from "lucide-react";
import { Panel } from "../../../_components/Panel.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { TypedField } from "../[plan]/edit/TypedField.tsx";
import type { ProposalOptions } from "./proposalOptions.ts";

interface ProposalOptionsPanelProps {
  readonly options: ProposalOptions;
  readonly regions: readonly string[];
  /** Why the tenants are named already; empty = nobody is. */
  readonly tenantsNote: string;
  readonly isRunning: boolean;
  readonly hasAnswer: boolean;
  readonly onChange: (part: Partial<ProposalOptions>) => void;
  readonly onPropose: () => void;
}

/** What the planner is asked: where, who may move, under which limit, and what is left alone. */
export function ProposalOptionsPanel(props: ProposalOptionsPanelProps) {
  const { options, regions, tenantsNote, isRunning, hasAnswer, onChange, onPropose } = props;
  return (
    <Panel title="What the planner is asked" note="nothing moves by asking">
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-start gap-x-5 gap-y-2">
          <SelectBox
            label="Region"
            showsLabel
            value={options.region}
            items={[
              { value: "", label: "The whole fleet" },
              ...regions.map((region) => ({ value: region, label: region })),
            ]}
            onChange={(region) => onChange({ region })}
          />
          <TypedField
            label="Only these tenants"
            value={options.tenants}
            placeholder="anyone may move"
            width="w-56"
            onCommit={(tenants) => {
              onChange({ tenants });
              return null;
            }}
          />
          <NumberField
            label="Limit"
            unit="%"
            value={options.limit}
            most={100}
            onCommit={(limit) => onChange({ limit })}
          />
          <NumberField
            label="At most"
            unit="moves"
            value={options.moves}
            most={5_000}
            isWhole
            onCommit={(moves) => onChange({ moves })}
          />
          <NumberField
            label="A move gains at least"
            unit="points"
            value={options.gain}
            most={100}
            onCommit={(gain) => onChange({ gain })}
          />
        </div>
        <div className="flex flex-wrap items-start gap-x-5 gap-y-2">
          <TypedField
            label="Leave alone: registries"
            value={options.leave}
            placeholder="none"
            width="w-56"
            onCommit={(leave) => {
              onChange({ leave });
              return null;
            }}
          />
          <TypedField
            label="stamps"
            value={options.leaveStamps}
            placeholder="none"
            width="w-40"
            onCommit={(leaveStamps) => {
              onChange({ leaveStamps });
              return null;
            }}
          />
          <label className="inline-flex h-7 items-center gap-2">
            <input
              type="checkbox"
              checked={options.make}
              onChange={(event) => onChange({ make: event.target.checked })}
              className="size-4 accent-(--accent)"
            />
            A new stamp may be made
          </label>
        </div>
        {tenantsNote !== "" && <p className="text-ink-soft">{tenantsNote}</p>}
        <div className="flex flex-wrap items-center gap-3">
          <button
            type="button"
            className={`control ${hasAnswer ? "" : "control-primary"}`}
            disabled={isRunning}
            onClick={onPropose}
          >
            <Wand2 size={14} aria-hidden="true" /> {hasAnswer ? "Propose anew" : "Propose a plan"}
          </button>
          <p className="text-xs text-ink-faint">
            Names are parted by commas. What is left empty holds as set.
          </p>
        </div>
      </div>
    </Panel>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly value: number | null;
  readonly most: number;
  readonly isWhole?: boolean;
  readonly onCommit: (value: number | null) => void;
}

function NumberField({ label, unit, value, most, isWhole = false, onCommit }: NumberFieldProps) {
  return (
    <TypedField
      label={label}
      unit={unit}
      value={value === null ? "" : String(value)}
      placeholder="as set"
      isNumber
      width="w-20"
      onCommit={(text) => {
        const typed = text.trim() === "" ? null : Number(text.replace(",", "."));
        if (typed !== null && !(typed >= 0 && typed <= most)) return `From 0 to ${most}, or nothing.`;
        if (typed !== null && isWhole && !Number.isInteger(typed)) return "A whole number, or nothing.";
        onCommit(typed);
        return null;
      }}
    />
  );
}
