"use client";

import { CircleQuestionMark, FileDown, ImageDown, Maximize2, Minimize2 } from "lucide-react";
import { type ReactNode, useId, useRef, useState, useSyncExternalStore } from "react";
import { ExplainDialog, type Explanation } from "./overlay/ExplainDialog.tsx";

interface PanelProps {
  readonly title: ReactNode;
  /** One line under the title: the window, "top 20 of 412", what a colour means. */
  readonly note?: ReactNode;
  /** Controls of this panel, before the standard actions. */
  readonly controls?: ReactNode;
  readonly explain?: Explanation;
  /** The same data as CSV: an address of the API. */
  readonly csvHref?: string;
  /** Draws the panel's picture; the panel offers it as a PNG file of this name. */
  readonly png?: { readonly fileName: string; readonly draw: () => Promise<Blob | null> };
  readonly children: ReactNode;
  /** Without padding around the content, for tables and maps. */
  readonly isFlush?: boolean;
}

function subscribeToFullscreen(onChange: () => void) {
  document.addEventListener("fullscreenchange", onChange);
  return () => document.removeEventListener("fullscreenchange", onChange);
}

/** A titled section with what every chart and table offers: full screen, CSV, PNG, explain. */
export function Panel({
  title,
  note,
  controls,
  explain,
  csvHref,
  png,
  children,
  isFlush = false,
}: PanelProps) {
  const headingId = useId();
  const sectionRef = useRef<HTMLElement>(null);
  const [isExplaining, setIsExplaining] = useState(false);
  const fullscreenElement = useSyncExternalStore(
    subscribeToFullscreen,
    () => document.fullscreenElement,
    () => null,
  );
  const isFullscreen = fullscreenElement !== null && fullscreenElement === sectionRef.current;

  return (
    <section
      ref={sectionRef}
      aria-labelledby={headingId}
      data-fullscreen={isFullscreen || undefined}
      className="group/panel flex min-w-0 flex-col rounded-lg border border-line bg-surface data-fullscreen:overflow-auto data-fullscreen:rounded-none"
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-3 pb-2">
        <div className="mr-auto min-w-0">
          <h2 id={headingId} className="text-base font-semibold">
            {title}
          </h2>
          {note !== undefined && <p className="text-xs text-ink-soft">{note}</p>}
        </div>
        {controls !== undefined && <div className="flex flex-wrap items-center gap-2">{controls}</div>}
        <div className="flex items-center">
          {explain !== undefined && (
            <PanelButton label="Explain" onClick={() => setIsExplaining(true)}>
              <CircleQuestionMark size={15} aria-hidden="true" />
            </PanelButton>
          )}
          {csvHref !== undefined && (
            <a
              className="control control-icon"
              href={csvHref}
              download
              aria-label="Download CSV"
              title="Download CSV"
            >
              <FileDown size={15} aria-hidden="true" />
            </a>
          )}
          {png !== undefined && (
            <PanelButton label="Download PNG" onClick={() => void savePng(png)}>
              <ImageDown size={15} aria-hidden="true" />
            </PanelButton>
          )}
          <PanelButton
            label={isFullscreen ? "Leave full screen" : "Full screen"}
            onClick={() => void toggleFullscreen(sectionRef.current)}
          >
            {isFullscreen ? (
              <Minimize2 size={15} aria-hidden="true" />
            ) : (
              <Maximize2 size={15} aria-hidden="true" />
            )}
          </PanelButton>
        </div>
      </header>
      <div className={isFlush ? "min-w-0" : "min-w-0 px-4 pb-4"}>{children}</div>
      {explain !== undefined && (
        <ExplainDialog isOpen={isExplaining} onOpenChange={setIsExplaining} explanation={explain} />
      )}
    </section>
  );
}

function PanelButton(props: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="control control-icon"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

async function toggleFullscreen(element: HTMLElement | null) {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
  else await element?.requestFullscreen();
}

async function savePng(png: NonNullable<PanelProps["png"]>) {
  const blob = await png.draw();
  if (blob === null) return;
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = png.fileName;
  link.click();
  URL.revokeObjectURL(address);
}
