"use client";

import { Dialog } from "../overlay/Dialog.tsx";
import { HEATMAP_KEYS, KEYS } from "./keys.tsx";

export function KeyList({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Keys">
      <KeyTable title="Everywhere" keys={KEYS} />
      <KeyTable title="In the heat map" keys={HEATMAP_KEYS} />
    </Dialog>
  );
}

function KeyTable({ title, keys }: { title: string; keys: typeof KEYS }) {
  return (
    <section className="mb-3">
      <h3 className="mb-1 text-ink-soft">{title}</h3>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1.5">
        {keys.map((entry) => (
          <div key={entry.keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs">
                {entry.keys}
              </kbd>
            </dt>
            <dd>{entry.does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
