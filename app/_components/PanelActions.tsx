"use client";

import { CircleQuestionMark, FileDown, ImageDown, Maximize2, Minimize2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ExplainDialog, type Explanation } from "./overlay/ExplainDialog.tsx";
import { saveBlob } from "./saveBlob.ts";

/** A picture to save: drawn when asked for. */
export interface PanelPicture {
  readonly fileName: string;
  readonly draw: () => Promise<Blob | null>;
}

interface PanelActionsProps {
  readonly explain: Explanation | undefined;
  readonly csvHref: string | undefined;
  readonly png: PanelPicture | undefined;
  readonly isFullscreen: boolean;
  readonly onToggleFullscreen: () => void;
}

/** What every chart and table offers. */
export function PanelActions(props: PanelActionsProps) {
  const { explain, csvHref, png, isFullscreen } = props;
  const [isExplaining, setIsExplaining] = useState(false);
  const FullscreenIcon = isFullscreen ? Minimize2 : Maximize2;
  return (
    <div className="flex items-center">
      {explain !== undefined && (
        <>
          <PanelButton label="Explain" onClick={() => setIsExplaining(true)}>
            <CircleQuestionMark size={15} aria-hidden="true" />
          </PanelButton>
          <ExplainDialog isOpen={isExplaining} onOpenChange={setIsExplaining} explanation={explain} />
        </>
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
        <PanelButton label="Download PNG" onClick={() => void savePicture(png)}>
          <ImageDown size={15} aria-hidden="true" />
        </PanelButton>
      )}
      <PanelButton
        label={isFullscreen ? "Leave full screen" : "Full screen"}
        onClick={props.onToggleFullscreen}
      >
        <FullscreenIcon size={15} aria-hidden="true" />
      </PanelButton>
    </div>
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

async function savePicture({ fileName, draw }: PanelPicture) {
  const blob = await draw();
  if (blob !== null) saveBlob(blob, fileName);
}
