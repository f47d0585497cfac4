"use client";

import { Notice } from "../../../_components/Notice.tsx";
import { SecretToCopy } from "../../../_components/SecretToCopy.tsx";

interface FirstPasswordProps {
  readonly email: string;
  readonly password: string | null;
  readonly onClose: () => void;
}

/** A password to hand over, shown this once. */
export function FirstPassword({ email, password, onClose }: FirstPasswordProps) {
  if (password === null)
    return (
      <Notice tone="warning">
        The password was made, but the answer that held it did not arrive. Reset it once more.
      </Notice>
    );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">
        Hand this to <strong>{email}</strong>. It is shown this once, and opens nothing but its own change: a
        password that you do not know is chosen at the first sign-in.
      </p>
      <SecretToCopy secrets={[password]} />
      <div className="flex justify-end">
        <button type="button" className="control control-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </div>
  );
}
