"use client";

interface CheckBoxProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Something that holds or does not, in a row of fields. */
export function CheckBox({ label, isOn, onChange }: CheckBoxProps) {
  return (
    <label className="flex min-h-8 items-center gap-2">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
