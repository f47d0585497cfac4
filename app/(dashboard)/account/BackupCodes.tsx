"use client";

import { SecretToCopy } from "../../_components/SecretToCopy.tsx";

/** Codes for when the phone is lost, shown this once. */
export function BackupCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">
        Keep these where your phone is not. Each signs you in once, in place of a code; they are shown only
        now.
      </p>
      <SecretToCopy secrets={codes} />
      <div className="flex justify-end">
        <button type="button" className="control control-primary" onClick={onClose}>
          I have kept them
        </button>
      </div>
    </div>
  );
}
