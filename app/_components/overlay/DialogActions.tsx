import type { ReactNode } from "react";

interface DialogActionsProps {
  /** What went wrong and what to do; null = nothing did. */
  readonly problem: string | null;
  readonly onCancel: () => void;
  /** Words of the button that does it. */
  readonly confirm: string;
  /** Words of it while it is being done; absent where that takes no time. */
  readonly sending?: string | false;
  readonly isDisabled?: boolean;
  /** Absent: the button submits the form that it stands in. */
  readonly onConfirm?: () => void;
  /** What there is to be said beside the buttons. */
  readonly children?: ReactNode;
}

/** The end of a dialog: what went wrong, and the way out on either side. */
export function DialogActions(props: DialogActionsProps) {
  const { problem, onCancel, confirm, sending = false, isDisabled = false, onConfirm, children } = props;
  return (
    <>
      {problem !== null && (
        <p role="alert" className="font-medium">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        {children}
        <div className="ml-auto flex flex-wrap justify-end gap-2">
          <button type="button" className="control" onClick={onCancel}>
            Cancel
          </button>
          <button
            type={onConfirm === undefined ? "submit" : "button"}
            className="control control-primary"
            disabled={isDisabled || sending !== false}
            {...(onConfirm === undefined ? {} : { onClick: onConfirm })}
          >
            {sending === false ? confirm : sending}
          </button>
        </div>
      </div>
    </>
  );
}
