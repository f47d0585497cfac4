"use client";

import { Menu } from "@base-ui/react/menu";
import {
  ArrowDown,
  ArrowUp,
  ChevronRight,
  Scissors,
  SkipForward,
  SquareArrowOutUpRight,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";
import { formatCpu } from "#lib/charts/index.ts";
import { conditionWords } from "../../../stamps/StampsTable.tsx";
import type { Destination } from "../../../what-if/whatIfView.ts";
import {
  changeMove,
  findMove,
  type PlanDraft,
  partMove,
  placeMove,
  removeMove,
  splitPhase,
  stepMove,
} from "./planDraft.ts";

export interface OpenedMenu {
  readonly registry: string;
  readonly anchor: HTMLElement;
}

interface MoveMenuProps {
  readonly opened: OpenedMenu;
  readonly draft: PlanDraft;
  readonly stamps: readonly Destination[];
  readonly change: (edit: (draft: PlanDraft) => PlanDraft) => void;
  readonly onSkip: (registry: string) => void;
  readonly onClose: () => void;
}

/** All that can be done with a move; one menu for all rows, opened at the one that was asked. */
export function MoveMenu({ opened, draft, stamps, change, onSkip, onClose }: MoveMenuProps) {
  const { registry, anchor } = opened;
  const at = findMove(draft, registry);
  const phase = at === null ? undefined : draft.phases[at.phase];
  const move = at === null ? undefined : phase?.moves[at.place];
  if (at === null || phase === undefined || move === undefined) return null;
  return (
    <Menu.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Menu.Portal>
        <Menu.Positioner anchor={anchor} sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="popup w-60 p-1" finalFocus={() => anchor} aria-label={registry}>
            <Submenu label="Move to phase…">
              {draft.phases.map((one, index) => (
                <Menu.Item
                  key={one.moves[0]?.registry ?? one.name}
                  className="menu-item"
                  disabled={index === at.phase}
                  onClick={() =>
                    change((now) => placeMove(now, registry, { phase: index, place: one.moves.length }))
                  }
                >
                  <span className="w-5 text-right text-ink-soft">{index + 1}</span>
                  <span className="truncate">{one.name}</span>
                </Menu.Item>
              ))}
            </Submenu>
            <Item
              icon={<ArrowUp size={14} aria-hidden="true" />}
              isDisabled={at.phase === 0 && at.place === 0}
              onClick={() => change((now) => stepMove(now, registry, -1))}
            >
              One up
            </Item>
            <Item
              icon={<ArrowDown size={14} aria-hidden="true" />}
              isDisabled={at.phase === draft.phases.length - 1 && at.place === phase.moves.length - 1}
              onClick={() => change((now) => stepMove(now, registry, 1))}
            >
              One down
            </Item>
            <Item
              icon={<Scissors size={14} aria-hidden="true" />}
              isDisabled={at.place === 0}
              onClick={() => change((now) => splitPhase(now, registry))}
            >
              Split the phase here
            </Item>
            <Item
              icon={<SquareArrowOutUpRight size={14} aria-hidden="true" />}
              isDisabled={phase.moves.length === 1}
              onClick={() => change((now) => partMove(now, registry))}
            >
              A phase of its own
            </Item>
            <Menu.Separator className="my-1 border-t border-line" />
            <Submenu label="Send it elsewhere…">
              <Destinations
                draft={draft}
                stamps={stamps}
                from={move.from}
                to={move.to}
                onChoose={(to) => change((now) => changeMove(now, registry, { to }))}
              />
            </Submenu>
            {move.skipped === null ? (
              <Item icon={<SkipForward size={14} aria-hidden="true" />} onClick={() => onSkip(registry)}>
                Skip it…
              </Item>
            ) : (
              <Item
                icon={<SkipForward size={14} aria-hidden="true" />}
                onClick={() => change((now) => changeMove(now, registry, { skipped: null }))}
              >
                Do not skip it
              </Item>
            )}
            <Item
              icon={<Trash2 size={14} aria-hidden="true" />}
              onClick={() => change((now) => removeMove(now, registry))}
            >
              Take it out
            </Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface ItemProps {
  readonly icon: ReactNode;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Item({ icon, isDisabled = false, onClick, children }: ItemProps) {
  return (
    <Menu.Item className="menu-item" disabled={isDisabled} onClick={onClick}>
      <span className="flex w-5 justify-center">{icon}</span>
      {children}
    </Menu.Item>
  );
}

function Submenu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className="menu-item">
        <span className="w-5" />
        {label}
        <ChevronRight size={14} aria-hidden="true" className="ml-auto text-ink-soft" />
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="z-50" collisionPadding={8}>
          <Menu.Popup className="popup max-h-96 w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-1">
            {children}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

interface DestinationsProps {
  readonly draft: PlanDraft;
  readonly stamps: readonly Destination[];
  readonly from: string;
  readonly to: string;
  readonly onChoose: (stamp: string) => void;
}

function Destinations({ draft, stamps, from, to, onChoose }: DestinationsProps) {
  const known = new Set(stamps.map(({ name }) => name));
  return (
    <>
      {draft.newStamps
        .filter(({ name }) => !known.has(name))
        .map(({ name, kind }) => (
          <StampItem key={name} {...{ name, to, onChoose }} condition={`${kind}, to be made`} />
        ))}
      {stamps.map((stamp) => (
        <StampItem
          key={stamp.name}
          {...{ name: stamp.name, to, onChoose }}
          isDisabled={stamp.name === from}
          condition={stamp.name === from ? "its home" : conditionWords(stamp)}
          facts={stamp.pools
            .map(
              ({ pool, hotNodeP95, limit }) =>
                `${pool} ${hotNodeP95 === null ? "no data" : `${formatCpu(hotNodeP95)} of ${limit}`}`,
            )
            .join(" · ")}
        />
      ))}
    </>
  );
}

interface StampItemProps extends Pick<DestinationsProps, "to" | "onChoose"> {
  readonly name: string;
  readonly condition: string;
  readonly facts?: string;
  readonly isDisabled?: boolean;
}

function StampItem({ name, to, onChoose, condition, facts, isDisabled = false }: StampItemProps) {
  return (
    <Menu.Item
      className="menu-item items-start"
      disabled={isDisabled || name === to}
      onClick={() => onChoose(name)}
    >
      <span className="min-w-0 flex-1">
        <span className="flex justify-between gap-3">
          <span className="font-medium">{name}</span>
          <span className="text-xs text-ink-soft">{name === to ? "goes there" : condition}</span>
        </span>
        {facts !== undefined && <span className="block text-xs text-ink-soft">{facts}</span>}
      </span>
    </Menu.Item>
  );
}
