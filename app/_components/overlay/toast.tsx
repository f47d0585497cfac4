"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";

const toasts = Toast.createToastManager();

/** Says in a corner what has just been done: politely, for some seconds, away when it is swiped or closed. */
export function toast(text: string): void {
  toasts.add({ description: text });
}

/** The same of what could not be done: read out at once, and left there for longer. */
toast.error = (text: string): void => {
  toasts.add({ description: text, type: "error", priority: "high", timeout: 12_000 });
};

/** Where toasts appear: once, in the frame of all pages. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-50 flex w-[22rem] max-w-[calc(100vw-2rem)] flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  return Toast.useToastManager().toasts.map((one) => (
    <Toast.Root key={one.id} toast={one} className="popup flex items-center gap-3 px-3 py-2.5">
      <Toast.Content className="flex-1">
        <Toast.Description className={one.type === "error" ? "font-medium" : undefined} />
      </Toast.Content>
      <Toast.Close className="control control-icon" aria-label="Close">
        <X size={16} aria-hidden="true" />
      </Toast.Close>
    </Toast.Root>
  ));
}
