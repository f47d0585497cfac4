const BAR_WIDTH = 30;

export interface Progress {
  /** How much is done, 0..1; without it only the time is shown. */
  update(share: number): void;
  end(succeeded: boolean): void;
}

/**
 * One line on standard error that shows what is going on and for how long. Rewritten in place on a terminal; elsewhere
 * a line at the beginning, one for every tenth, and one at the end.
 */
export function startProgress(label: string, out: NodeJS.WriteStream = process.stderr): Progress {
  const startedAt = performance.now();
  let share: number | null = null;
  let tenthsShown = 0;
  const seconds = (): string => `${((performance.now() - startedAt) / 1_000).toFixed(0)} s`;
  const draw = (): void => {
    out.write(`\r\x1b[2K${label} ${share === null ? "…" : bar(share)} ${seconds()}`);
  };
  if (!out.isTTY) out.write(`${label} …\n`);
  const timer = out.isTTY ? setInterval(draw, 250) : null;
  timer?.unref();
  return {
    update: (now) => {
      share = Math.min(1, Math.max(0, now));
      if (out.isTTY) return;
      const tenths = Math.floor(share * 10);
      if (tenths > tenthsShown && tenths < 10) out.write(`${label}: ${tenths * 10} % after ${seconds()}\n`);
      tenthsShown = Math.max(tenthsShown, tenths);
    },
    end: (succeeded) => {
      if (timer !== null) clearInterval(timer);
      out.write(
        `${out.isTTY ? "\r\x1b[2K" : ""}${label}: ${succeeded ? "done" : "failed"} after ${seconds()}\n`,
      );
    },
  };
}

function bar(share: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  return `[${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)}] ${(share * 100).toFixed(0).padStart(3)} %`;
}
