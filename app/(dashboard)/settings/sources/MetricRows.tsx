"use client";

import { Plus, X } from "lucide-react";
import type { SourceMetric } from "#lib/fleet/sources/sourceMapping.ts";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { AS_WORDS, type DraftMetric, type SourcesDraft } from "./sourcesDraft.ts";
import { TextField } from "./TextField.tsx";

interface MetricRowsProps {
  readonly draft: SourcesDraft;
  readonly onChange: (more: Partial<SourcesDraft>) => void;
}

const KINDS = (Object.keys(AS_WORDS) as SourceMetric["as"][]).map((as) => ({
  value: as,
  label: AS_WORDS[as],
}));
const SCALES = [
  { value: "1", label: "0 to 1" },
  { value: "100", label: "0 to 100" },
];

/** Which metrics are taken, and for what. */
export function MetricRows({ draft: { metrics }, onChange }: MetricRowsProps) {
  const edit = (id: number, more: Partial<DraftMetric>) =>
    onChange({ metrics: metrics.map((metric) => (metric.id === id ? { ...metric, ...more } : metric)) });
  const nextId = metrics.reduce((greatest, { id }) => Math.max(greatest, id), 0) + 1_000;
  const fresh = {
    id: nextId,
    name: "",
    as: "cpu",
    scale: "1",
    core: "cpu",
    state: "mode",
    where: "",
  } as const;
  return (
    <div className="flex flex-col gap-2">
      {metrics.map((metric) => (
        <MetricRow
          key={metric.id}
          metric={metric}
          onEdit={(more) => edit(metric.id, more)}
          onRemove={() => onChange({ metrics: metrics.filter(({ id }) => id !== metric.id) })}
        />
      ))}
      <button
        type="button"
        className="control self-start"
        onClick={() => onChange({ metrics: [...metrics, fresh] })}
      >
        <Plus size={14} aria-hidden="true" /> Metric
      </button>
    </div>
  );
}

interface MetricRowProps {
  readonly metric: DraftMetric;
  readonly onEdit: (more: Partial<DraftMetric>) => void;
  readonly onRemove: () => void;
}

function MetricRow({ metric, onEdit, onRemove }: MetricRowProps) {
  const { name, as, scale, core, state, where } = metric;
  const hasCores = as === "cpu_seconds" || as === "cpu_states";
  const label = (what: string) => `${name === "" ? "New metric" : name}: ${what}`;
  return (
    // Where a metric takes several lines, a rule tells it from the next.
    <div className="flex flex-wrap items-center gap-2 border-line max-sm:border-b max-sm:pb-3">
      <TextField
        label={label("name")}
        placeholder="metric"
        value={name}
        onChange={(next) => onEdit({ name: next })}
        className="w-72"
      />
      <SelectBox
        label={label("what it is")}
        value={as}
        items={KINDS}
        onChange={(next) => onEdit({ as: next as SourceMetric["as"] })}
      />
      {(as === "cpu" || as === "cpu_states") && (
        <SelectBox
          label={label("range")}
          value={scale}
          items={SCALES}
          onChange={(next) => onEdit({ scale: next === "100" ? "100" : "1" })}
        />
      )}
      {hasCores && (
        <>
          <TextField
            label={label("labels of the core")}
            value={core}
            onChange={(next) => onEdit({ core: next })}
            className="w-44"
          />
          <TextField
            label={label("labels of the state")}
            value={state}
            onChange={(next) => onEdit({ state: next })}
            className="w-44"
          />
        </>
      )}
      <TextField
        label={label("labels that it must have")}
        placeholder="where label=value"
        value={where}
        onChange={(next) => onEdit({ where: next })}
        className="w-44"
      />
      <button type="button" className="control" aria-label={label("remove")} onClick={onRemove}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
