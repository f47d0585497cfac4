"use client";

import { FileUp } from "lucide-react";
import { useId, useState } from "react";
import { formatBytes } from "#lib/charts/index.ts";
import type { PickedFile } from "./pickedFile.ts";

interface DropZoneProps {
  readonly file: PickedFile | null;
  readonly onPick: (file: File) => void;
}

/** Where a file is dropped, or picked with a click or a key. */
export function DropZone({ file, onPick }: DropZoneProps) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null) => {
    const picked = files?.[0];
    if (picked !== undefined) onPick(picked);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer.files);
      }}
      className={`flex cursor-pointer flex-wrap items-center gap-3 rounded-lg border-2 border-dashed px-4 focus-within:outline-2 focus-within:outline-offset-2 ${
        isOver ? "border-accent bg-surface" : "border-line-strong"
      } ${file === null ? "py-10" : "py-3"}`}
    >
      <FileUp size={20} aria-hidden="true" className="text-ink-soft" />
      <span className="text-base">
        {file === null ? (
          <>
            <span className="font-medium">Drop a .csv or .csv.gz here</span>, or click to pick one
          </>
        ) : (
          <>
            <span className="font-medium break-all">{file.name}</span>, {formatBytes(file.bytes)}
            {file.isPacked ? " packed" : ""}.{" "}
            <span className="text-ink-soft">Drop another to change it.</span>
          </>
        )}
      </span>
      <input
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,.gz,text/csv,application/gzip"
        className="sr-only"
        onChange={(event) => {
          take(event.target.files);
          // The same file can be picked again.
          event.target.value = "";
        }}
      />
    </label>
  );
}
