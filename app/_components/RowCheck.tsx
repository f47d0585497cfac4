import { Check } from "lucide-react";

interface RowCheckProps {
  /** What is picked by it, for those who cannot see the row. */
  readonly label: string;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly onToggle: () => void;
}

/** A check box in a table row. A button, so that pressing it is not taken for a click on the row. */
export function RowCheck({ label, isChecked, isDisabled = false, onToggle }: RowCheckProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native one inside a row that is clicked itself would be toggled twice
    <button
      type="button"
      role="checkbox"
      aria-checked={isChecked}
      aria-label={label}
      disabled={isDisabled}
      onClick={onToggle}
      className={`grid size-4 place-items-center rounded-sm border align-middle disabled:cursor-not-allowed disabled:opacity-60 ${
        isChecked ? "border-accent bg-accent text-accent-ink" : "border-line-strong bg-surface"
      }`}
    >
      {isChecked && <Check size={12} strokeWidth={3} aria-hidden="true" />}
    </button>
  );
}
