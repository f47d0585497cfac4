"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Command } from "cmdk";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { chooseTheme } from "../chart/useTheme.ts";
import { carryScope } from "../scope/scope.ts";
import { PLACES, partsFor } from "./navigation.ts";
import { type Search, useSearch } from "./useSearch.ts";

interface CommandPaletteProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onShowKeys: () => void;
}

/** Finds any stamp, pool, registry or tenant and does the common things. */
export function CommandPalette({ isOpen, onOpenChange, onShowKeys }: CommandPaletteProps) {
  const [typed, setTyped] = useState("");
  const [isEnterAhead, setEnterAhead] = useState(false);
  const router = useRouter();
  const current = useSearchParams();
  const things = useSearch(isOpen, typed);

  function leaveTo(action: () => void) {
    onOpenChange(false);
    type("");
    action();
  }
  function type(text: string) {
    setTyped(text);
    setEnterAhead(false);
  }
  const go = (href: string) => leaveTo(() => router.push(carryScope(href, current)));

  // Enter that comes before the search has answered is done once it has: nobody types a name twice.
  const goAhead = useEffectEvent(() => {
    const [first] = things.found;
    if (first === undefined) setEnterAhead(false);
    else go(first.href);
  });
  const isAheadAnswered = isEnterAhead && !things.isReading;
  useEffect(() => {
    if (isAheadAnswered) goAhead();
  }, [isAheadAnswered]);

  return (
    <Dialog.Root
      open={isOpen}
      onOpenChange={(opens) => {
        setEnterAhead(false);
        onOpenChange(opens);
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-[var(--backdrop)]" />
        <Dialog.Popup className="popup fixed top-[10vh] left-1/2 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden">
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command
            shouldFilter={false}
            loop
            label="Search and commands"
            onKeyDown={(pressed) => {
              if (pressed.key !== "Enter" || !things.isReading || typed === "") return;
              setEnterAhead(true);
              // What was found for the words before is shown meanwhile: the first of it is not what was meant.
              if (things.found.length > 0) pressed.preventDefault();
            }}
          >
            <Command.Input
              value={typed}
              onValueChange={type}
              placeholder="Find a stamp, pool, registry or tenant, or say where to go"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-ink-faint"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
              <Things things={things} typed={typed} onGo={go} />
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
  readonly things: Search;
  readonly typed: string;
  readonly onGo: (href: string) => void;
}

function Things({ things, typed, onGo }: ThingsProps) {
  const { found, total, isReading, problem } = things;
  if (found.length === 0) {
    const none =
      typed.trim() === ""
        ? "There is no stamp, pool, registry or tenant yet."
        : `No stamp, pool, registry or tenant is called “${typed}”.`;
    const nothing = isReading ? "Searching…" : none;
    return <p className="px-3 py-3 text-ink-soft">{problem ?? nothing}</p>;
  }
  return (
    <Command.Group
      heading={<Heading text={isReading ? "Searching…" : `Found ${found.length} of ${total}`} />}
    >
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
  const parts = partsFor(typed);
  if (places.length + parts.length === 0) return null;
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
      {parts.map(({ href, label }) => (
        <Command.Item key={href} value={href} className="menu-item" onSelect={() => onGo(href)}>
          {label}
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
