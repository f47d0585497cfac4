"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Panel } from "../../_components/Panel.tsx";
import { BackupCodesDialog } from "./BackupCodesDialog.tsx";
import { BeginSecondFactorDialog } from "./BeginSecondFactorDialog.tsx";
import { EndSecondFactorDialog } from "./EndSecondFactorDialog.tsx";

type Open = "begin" | "end" | "codes" | null;

/** Codes of an app on one's phone, asked for after the password. */
export function SecondFactorPart({ isOn }: { isOn: boolean }) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
    router.refresh();
  };
  return (
    <Panel
      title="Second factor"
      note={
        isOn
          ? "On: after the password a code of your app is asked for."
          : "Off: the password alone signs you in."
      }
    >
      <div className="flex flex-wrap gap-2">
        {isOn ? (
          <>
            <button type="button" className="control" onClick={() => setOpen("codes")}>
              New backup codes
            </button>
            <button type="button" className="control" onClick={() => setOpen("end")}>
              Turn it off
            </button>
          </>
        ) : (
          <button type="button" className="control control-primary" onClick={() => setOpen("begin")}>
            Turn it on
          </button>
        )}
      </div>
      {open === "begin" && <BeginSecondFactorDialog onClose={close} />}
      {open === "end" && <EndSecondFactorDialog onClose={close} />}
      {open === "codes" && <BackupCodesDialog onClose={close} />}
    </Panel>
  );
}
