import type { ApiClient } from "../../client/index.ts";
import type { Terminal } from "./terminal.ts";

/** Options as `node:util` parses them: a word after it, or a mere flag. */
export type CommandOptions = Readonly<
  Record<string, { readonly type: "string" | "boolean"; readonly multiple?: boolean }>
>;

/** What the command line said. */
export interface Said {
  readonly words: readonly string[];
  /** Of an option with a word; undefined where it was not given. */
  text(option: string): string | undefined;
  /** Every word of an option that may be given again. */
  all(option: string): readonly string[];
}

export interface CommandContext {
  readonly api: ApiClient;
  readonly said: Said;
  readonly out: Terminal;
}

/** One command: `fleet`, `plan list`. */
export interface ApiCommand {
  /** The words it is called by. */
  readonly name: string;
  /** What follows its name, for help: `ID --reason WHY`. */
  readonly takes: string;
  readonly summary: string;
  /** How many words follow its name. */
  readonly words: number;
  readonly options: CommandOptions;
  run(context: CommandContext): Promise<void>;
}
