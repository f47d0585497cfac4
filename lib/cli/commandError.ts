/** A reason to stop that the user can act on: printed as one line, without a stack. */
export class CommandError extends Error {}

/**
 * Runs a command's main function. Every failure becomes one line on standard error and exit code 1; only what is not
 * an expected failure shows its stack as well.
 */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", passOverClosedPipe);
  let exitCode = 1;
  try {
    exitCode = await main();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`ballast: ${message.split("\n")[0]}\n`);
    if (process.env["BALLAST_LOG_LEVEL"] === "debug" && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
  }
  // Whatever is still under way (a command that was stopped midway) ends with it. Pipes are drained first.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write("", done))),
  );
  process.exit(exitCode);
}

/** Whoever reads may have had enough (`… | head`): what is under way goes on to its end, unheard. */
function passOverClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
}
