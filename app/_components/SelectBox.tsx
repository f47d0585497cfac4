"use client";

import { Select } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

export interface SelectItem {
  readonly value: string;
  readonly label: string;
}

interface SelectBoxProps {
  /** Its name for screen readers, and before the value when `showsLabel`. */
  readonly label: string;
  readonly value: string;
  readonly items: readonly SelectItem[];
  readonly onChange: (value: string) => void;
  readonly icon?: ReactNode;
  readonly showsLabel?: boolean;
}

/** One of several, in a small popup. */
export function SelectBox({ label, value, items, onChange, icon, showsLabel = false }: SelectBoxProps) {
  return (
    <Select.Root items={items} value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <Select.Trigger className="control min-w-0" aria-label={label}>
        {icon}
        {showsLabel && <span className="text-ink-soft">{label}</span>}
        <Select.Value className="truncate" />
        <Select.Icon className="text-ink-soft">
          <ChevronDown size={14} aria-hidden="true" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Select.Popup className="popup max-h-80 min-w-(--anchor-width) overflow-y-auto p-1">
            <Select.List>
              {items.map((item) => (
                <Select.Item key={item.value} value={item.value} className="menu-item">
                  <span className="flex w-4 justify-center">
                    <Select.ItemIndicator>
                      <Check size={14} aria-hidden="true" />
                    </Select.ItemIndicator>
                  </span>
                  <Select.ItemText>{item.label}</Select.ItemText>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  );
}
