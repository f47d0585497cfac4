"use client";

import { Menu } from "@base-ui/react/menu";
import { Check, CircleUser, Keyboard, LogOut, UserCog, UsersRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { callApi } from "../callApi.ts";
import { chooseTheme, type ThemeChoice, useThemeChoice } from "../chart/useTheme.ts";
import { toast } from "../overlay/toast.tsx";

const THEMES: readonly { readonly choice: ThemeChoice; readonly label: string }[] = [
  { choice: "system", label: "As the system" },
  { choice: "light", label: "Light" },
  { choice: "dark", label: "Dark" },
];

interface PersonMenuProps {
  readonly name: string;
  readonly role: string;
  /** Of the demo: whom this person may go on as. */
  readonly others: readonly { readonly name: string; readonly role: string }[];
  readonly onShowKeys: () => void;
}

/** Who is signed in, the theme, the keys, and the way out. */
export function PersonMenu({ name, role, others, onShowKeys }: PersonMenuProps) {
  const theme = useThemeChoice();
  const router = useRouter();

  async function signOut() {
    await callApi("/api/v1/session", { method: "DELETE", schema: z.unknown() });
    // A full load, so that nothing of this session stays in memory.
    window.location.assign("/sign-in");
  }

  async function goOnAs(other: string) {
    const answer = await callApi("/api/v1/demo/person", {
      method: "POST",
      body: { name: other },
      schema: z.unknown(),
    });
    if (answer.ok) window.location.reload();
    else toast.error(answer.error.message);
  }

  return (
    <Menu.Root>
      <Menu.Trigger className="control control-icon h-8 w-8" aria-label={`${name}, ${role}`}>
        <CircleUser size={18} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="popup w-56 p-1">
            <div className="border-b border-line px-2.5 pt-1 pb-2">
              <p className="truncate font-semibold">{name}</p>
              <p className="text-xs text-ink-soft">{role}</p>
            </div>
            <Menu.RadioGroup value={theme} onValueChange={(choice: ThemeChoice) => chooseTheme(choice)}>
              <p className="px-2.5 pt-2 text-xs text-ink-soft">Theme</p>
              {THEMES.map(({ choice, label }) => (
                <Menu.RadioItem key={choice} value={choice} className="menu-item" closeOnClick={false}>
                  <span className="flex w-4 justify-center">
                    <Menu.RadioItemIndicator>
                      <Check size={14} aria-hidden="true" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            {others.length > 0 && (
              <div className="mt-1 border-t border-line pt-1">
                <p className="px-2.5 pt-1 text-xs text-ink-soft">Go on as, in this demo</p>
                {others.map((other) => (
                  <Menu.Item key={other.name} className="menu-item" onClick={() => void goOnAs(other.name)}>
                    <UsersRound size={14} aria-hidden="true" /> {other.name}, {other.role}
                  </Menu.Item>
                ))}
              </div>
            )}
            <div className="mt-1 border-t border-line pt-1">
              <Menu.Item className="menu-item" onClick={() => router.push("/account")}>
                <UserCog size={14} aria-hidden="true" /> Account
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={onShowKeys}>
                <Keyboard size={14} aria-hidden="true" /> Keys
              </Menu.Item>
              <Menu.Item className="menu-item" onClick={() => void signOut()}>
                <LogOut size={14} aria-hidden="true" /> Sign out
              </Menu.Item>
            </div>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
