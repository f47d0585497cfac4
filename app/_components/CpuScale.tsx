"use client";

import { Choice } from "./Choice.tsx";

interface CpuScaleProps {
  readonly label: string;
  /** What makes percent of a value. */
  readonly scale: number;
  readonly onChange: (scale: 1 | 100) => void;
}

/** Whether CPU comes as percent or as a share. */
export function CpuScale({ label, scale, onChange }: CpuScaleProps) {
  return (
    <Choice
      label={label}
      value={scale === 100 ? "share" : "percent"}
      items={[
        { value: "percent", label: "0–100 %" },
        { value: "share", label: "0–1" },
      ]}
      onChange={(value) => onChange(value === "share" ? 100 : 1)}
    />
  );
}
