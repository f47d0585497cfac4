"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly items: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ label, value, items, onChange }: ChoiceProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      className="inline-flex h-8 items-stretch rounded-md border border-line bg-sunken p-0.5"
    >
      {items.map((item) => (
        <Radio.Root
          key={item.value}
          value={item.value}
          className="inline-flex cursor-pointer items-center rounded-sm px-2.5 text-ink-soft hover:text-ink data-checked:bg-surface data-checked:font-semibold data-checked:text-ink data-checked:shadow-sm"
        >
          {item.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
