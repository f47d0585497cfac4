"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";

interface DialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly width?: "narrow" | "wide";
}

/** A modal: traps focus, Esc leaves, focus goes back to what opened it. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  children,
  width = "narrow",
}: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[var(--backdrop)]" />
        <Base.Popup
          className={`popup fixed top-[12vh] left-1/2 flex max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col ${
            width === "wide" ? "max-w-3xl" : "max-w-lg"
          }`}
        >
          <div className="flex items-start justify-between gap-4 border-b border-line px-4 py-3">
            <div>
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="text-ink-soft">{description}</Base.Description>
              )}
            </div>
            <Base.Close className="control control-icon" aria-label="Close">
              <X size={16} aria-hidden="true" />
            </Base.Close>
          </div>
          <div className="overflow-y-auto px-4 py-3">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
