import type { ReactNode } from "react";

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  /** What the number means, or what it stands beside, in a few words. */
  readonly note?: ReactNode;
  readonly isStrong?: boolean;
}

/** One number with its name. Put several in a `<dl>`. */
export function Stat({ label, value, note, isStrong = false }: StatProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-soft">{label}</dt>
      <dd className={isStrong ? "text-xl font-semibold" : "text-lg font-medium"}>{value}</dd>
      {note !== undefined && <dd className="text-xs text-ink-faint">{note}</dd>}
    </div>
  );
}
