/**
 * The frame of a sender in a process of its own, so that what sending costs is not counted on the server. Says "ready", begins
 * on "go", and its result is the last it says; on an error it says so and ends. Other words are for `hear`.
 */
export function beSender<Result extends object>(
  run: () => Promise<Result>,
  hear: (word: string) => void = () => undefined,
): void {
  process.on("message", (word: string) => {
    if (word !== "go") {
      hear(word);
      return;
    }
    run().then(
      (result) => process.send?.(result, () => process.disconnect()),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.send?.("ready");
}
