"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { z } from "zod";
import { callApi } from "../callApi.ts";
import { chooseTheme } from "../chart/useTheme.ts";
import { carryScope } from "../scope/scope.ts";
import { type Findable, findThings, listFindables } from "./findThings.ts";
import { PLACES } from "./navigation.ts";

const inventorySchema = z.object({
  regions: z.array(
    z.object({
      name: z.string(),
      stamps: z
        .array(z.object({ name: z.string(), pools: z.array(z.object({ name: z.string() })).default([]) }))
        .default([]),
    }),
  ),
  registries: z.array(z.object({ name: z.string(), tenant: z.string() })).default([]),
});
const SHOWN_AT_MOST = 30;

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onShowKeys: () => void;
}

/** Finds any stamp, pool, registry or tenant and does the common things. */
export function CommandPalette({ isOpen, onOpenChange, onShowKeys }: CommandPaletteProps) {
  const [typed, setTyped] = useState("");
  const router = useRouter();
  const current = useSearchParams();

  function leaveTo(action: () => void) {
    onOpenChange(false);
    setTyped("");
    action();
  }
  const go = (href: string) => leaveTo(() => router.push(carryScope(href, current)));

  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[var(--backdrop)]" />
        <Dialog.Popup className="popup fixed top-[10vh] left-1/2 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden">
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command shouldFilter={false} loop label="Search and commands">
            <Command.Input
              value={typed}
              onValueChange={setTyped}
              placeholder="Find a stamp, pool, registry or tenant, or say where to go"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-ink-faint"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Things typed={typed} isOpen={isOpen} onGo={go} />
              <Places typed={typed} onGo={go} />
              <Deeds typed={typed} onDo={leaveTo} onShowKeys={onShowKeys} />
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface ThingsProps {
  readonly typed: string;
  readonly isOpen: boolean;
  readonly onGo: (href: string) => void;
}

function Things({ typed, isOpen, onGo }: ThingsProps) {
  const things = useFindables(isOpen);
  const { found, total } = useMemo(() => findThings(things.list, typed, SHOWN_AT_MOST), [things.list, typed]);
  if (found.length === 0) {
    const nothing = things.isReading ? "Reading the inventory…" : `No stamp or pool is called “${typed}”.`;
    return <p className="px-3 py-3 text-ink-soft">{things.problem ?? nothing}</p>;
  }
  return (
    <Command.Group heading={<Heading text={`Found ${found.length} of ${total}`} />}>
      {found.map((thing) => (
        <Command.Item
          key={thing.key}
          value={thing.key}
          className="menu-item"
          onSelect={() => onGo(thing.href)}
        >
          <span className="truncate">{thing.label}</span>
          <span className="ml-auto text-ink-soft">{thing.detail}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function Places({ typed, onGo }: Pick<ThingsProps, "typed" | "onGo">) {
  const places = PLACES.filter((place) => place.label.toLowerCase().includes(typed.toLowerCase()));
  if (places.length === 0) return null;
  return (
    <Command.Group heading={<Heading text="Go to" />}>
      {places.map((place) => (
        <Command.Item
          key={place.href}
          value={place.href}
          className="menu-item"
          onSelect={() => onGo(place.href)}
        >
          {place.label}
          <kbd className="ml-auto font-mono text-xs text-ink-soft">g {place.key}</kbd>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

interface DeedsProps {
  readonly typed: string;
  readonly onDo: (deed: () => void) => void;
  readonly onShowKeys: () => void;
}

const DEED_WORDS = "theme dark light system list of keys";

function Deeds({ typed, onDo, onShowKeys }: DeedsProps) {
  if (!DEED_WORDS.includes(typed.toLowerCase())) return null;
  return (
    <Command.Group heading={<Heading text="Do" />}>
      {(["dark", "light", "system"] as const).map((theme) => (
        <Command.Item
          key={theme}
          value={`theme ${theme}`}
          className="menu-item"
          onSelect={() => onDo(() => chooseTheme(theme))}
        >
          Theme: {theme}
        </Command.Item>
      ))}
      <Command.Item value="keys" className="menu-item" onSelect={() => onDo(onShowKeys)}>
        List of keys
        <kbd className="ml-auto font-mono text-xs text-ink-soft">?</kbd>
      </Command.Item>
    </Command.Group>
  );
}

function Heading({ text }: { text: string }) {
  return <span className="block px-2.5 pt-2 pb-1 text-xs text-ink-soft">{text}</span>;
}

interface Findables {
  readonly list: readonly Findable[];
  readonly isReading: boolean;
  readonly problem: string | null;
}

/** The inventory, read each time the palette opens: it is small, and what was added a minute ago must be found. */
function useFindables(isOpen: boolean): Findables {
  const [found, setFound] = useState<Findables>({ list: [], isReading: true, problem: null });
  // External system: the API.
  useEffect(() => {
    if (!isOpen) return;
    const aborter = new AbortController();
    void callApi("/api/v1/inventory", { schema: inventorySchema, signal: aborter.signal }).then((answer) => {
      if (aborter.signal.aborted) return;
      if (answer.ok) setFound({ list: listFindables(answer.value), isReading: false, problem: null });
      else setFound((before) => ({ ...before, isReading: false, problem: answer.error.message }));
    });
    return () => aborter.abort();
  }, [isOpen]);
  return found;
}
