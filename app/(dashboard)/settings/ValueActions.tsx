"use client";

import { useState } from "react";
import { FLEET_SCOPE } from "#lib/fleet/settings.ts";
import { ResetSetting } from "./ResetSetting.tsx";
import { SettingEditor } from "./SettingEditor.tsx";
import { isSameScope, type SettingChoices, type SettingView, type SetValue } from "./settingsView.ts";

interface NewValueProps {
  readonly setting: SettingView;
  readonly choices: SettingChoices;
}

/** Beside the default: sets a value of one's own, somewhere. */
export function NewValue({ setting, choices }: NewValueProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <ActionButton of={setting.title} onClick={() => setIsOpen(true)}>
        Set
      </ActionButton>
      {isOpen && (
        <SettingEditor
          setting={setting}
          choices={choices}
          at={FLEET_SCOPE}
          canChooseScope
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}

/** Beside a value: changes it, or resets it. */
export function ValueActions({ setting, choices, value }: NewValueProps & { readonly value: SetValue }) {
  const [open, setOpen] = useState<"edit" | "reset" | null>(null);
  const { region, poolKind } = value;
  const name = `${setting.title} for ${value.where}`;
  const current = choices.overrides.find((one) => one.key === setting.key && isSameScope(one, value));
  return (
    <>
      <ActionButton of={name} onClick={() => setOpen("edit")}>
        Change
      </ActionButton>
      <ActionButton of={name} onClick={() => setOpen("reset")}>
        Reset
      </ActionButton>
      {open === "edit" && (
        <SettingEditor
          setting={setting}
          choices={choices}
          at={{ region, poolKind }}
          canChooseScope={false}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "reset" && (
        <ResetSetting
          setting={setting}
          value={value}
          current={current?.value ?? null}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function ActionButton(props: { of: string; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      className="control h-7"
      aria-label={`${props.children}: ${props.of}`}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
