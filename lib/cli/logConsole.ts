import { format } from "node:util";
import type { Logger } from "pino";

/** What the framework writes to the console becomes lines of the log: an error by the log's own rules, so without secrets. */
export function logConsole(log: Logger): void {
  const told =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]): void => {
      const error = parts.find((part) => part instanceof Error);
      const words = format(...parts.filter((part) => part !== error)).trim();
      if (error === undefined) log[level](words);
      else log[level]({ err: error }, words === "" ? "an error was written to the console" : words);
    };
  console.log = told("info");
  console.info = told("info");
  console.warn = told("warn");
  console.error = told("error");
}
