"use client";

import type { ReactNode } from "react";
import { Dialog } from "./Dialog.tsx";
import { DialogActions } from "./DialogActions.tsx";

interface FormDialogProps {
  readonly title: string;
  readonly description: string;
  readonly width?: "wide";
  readonly onClose: () => void;
  readonly onSubmit: () => Promise<void>;
  /** What went wrong and what to do; null = nothing did. */
  readonly problem: string | null;
  /** Words of the button that submits. */
  readonly confirm: string;
  /** Words of it while it is being done. */
  readonly sending: string | false;
  readonly isDisabled?: boolean;
  /** Beside the buttons. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A form in a dialog that is there for as long as it is rendered. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, width, onClose, onSubmit, children, actions, ...end } = props;
  return (
    <Dialog
      title={title}
      description={description}
      {...(width === undefined ? {} : { width })}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {children}
        <DialogActions {...end} onCancel={onClose}>
          {actions}
        </DialogActions>
      </form>
    </Dialog>
  );
}
