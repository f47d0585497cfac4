import { parseArgs } from "node:util";
import { createApiClient } from "../../client/index.ts";
import { adminCommands } from "./adminCommands.ts";
import type { ApiCommand, Said } from "./apiCommand.ts";
import { NoAnswerError, RefusedError } from "./askApi.ts";
import { fleetCommands } from "./fleetCommands.ts";
import { planCommands } from "./planCommands.ts";
import { proposalCommands } from "./proposalCommands.ts";
import { runCommands } from "./runCommands.ts";
import { Terminal } from "./terminal.ts";
import { UsageError } from "./usage.ts";

const COMMANDS: readonly ApiCommand[] = [
  ...fleetCommands,
  ...planCommands,
  ...runCommands,
  ...proposalCommands,
  ...adminCommands,
];

const COMMON = {
  json: { type: "boolean" },
  url: { type: "string" },
  token: { type: "string" },
  help: { type: "boolean" },
} as const;

const FOOT = `
  --json         what the API answered, as JSON; of a refusal the problem
  --url URL      where the application is (BALLAST_URL; else http://localhost:3000)
  --token TOKEN  who asks (BALLAST_TOKEN, which other people of the machine cannot see)
Exit code 0: done; 1: refused, or no answer; 2: the command makes no sense.`;

/** Done, refused or without an answer, or a command that makes no sense. */
type ExitCode = 0 | 1 | 2;

interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** Runs what the command line says, against the application's HTTP API. */
export async function runApiCommand(
  args: readonly string[],
  { environment, stdout, stderr }: Surroundings,
): Promise<ExitCode> {
  const isJson = args.includes("--json");
  let url = environment["BALLAST_URL"] ?? "http://localhost:3000";
  try {
    const command = commandOf(args);
    if (command === null || args.includes("--help")) {
      stdout.write(`${helpOf(command === null ? args : [command.name])}\n`);
      return 0;
    }
    const { said, token, ...given } = readArguments(command, args);
    url = given.url ?? url;
    const access = { url, token: token ?? environment["BALLAST_TOKEN"] ?? "" };
    checkAccess(access);
    await command.run({ api: createApiClient(access), said, out: new Terminal(stdout, { isJson }) });
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      stderr.write(`ballast: ${error.message}\n  npm run cli -- --help shows what there is\n`);
      return 2;
    }
    if (error instanceof RefusedError) {
      if (isJson && error.problem !== null) stdout.write(`${JSON.stringify(error.problem, null, 2)}\n`);
      stderr.write(`ballast: ${error.message}\n`);
      return 1;
    }
    if (error instanceof NoAnswerError) {
      stderr.write(
        `ballast: no answer (${error.message}): does it run at ${url}? --url or BALLAST_URL says where\n`,
      );
      return 1;
    }
    throw error;
  }
}

/** The command with the longest name that the words begin with; null for `--help` alone and for nothing at all. */
function commandOf(args: readonly string[]): ApiCommand | null {
  const words = args.filter((word) => !word.startsWith("-"));
  const named = COMMANDS.filter(({ name }) => name.split(" ").every((word, at) => args[at] === word));
  const longest = named.toSorted((one, other) => other.name.length - one.name.length)[0];
  if (longest !== undefined) return longest;
  if (words.length === 0 || args.includes("--help")) return null;
  const [first = ""] = words;
  const further = COMMANDS.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name] : []));
  const known = further.length === 0 ? "" : `; there is ${further.join(", ")}`;
  throw new UsageError(`there is no command "${words.slice(0, 2).join(" ")}"${known}`);
}

function readArguments(command: ApiCommand, args: readonly string[]) {
  const { values, positionals } = parse(command, args.slice(command.name.split(" ").length));
  if (positionals.length !== command.words)
    throw new UsageError(`it is: ${command.name} ${command.takes}`.trimEnd());
  const texts = new Map(
    Object.entries(values).map(([option, value]) => [option, [value].flat().map(String)]),
  );
  const said: Said = {
    words: positionals,
    text: (option) => texts.get(option)?.at(-1),
    all: (option) => texts.get(option) ?? [],
  };
  return { said, url: said.text("url"), token: said.text("token") };
}

function parse({ options }: ApiCommand, args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { ...options, ...COMMON } });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message.split("\n")[0] ?? "");
    throw error;
  }
}

function checkAccess({ url, token }: { readonly url: string; readonly token: string }): void {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new UsageError(`"${url}" is no address: --url https://ballast.example.com`);
  if (token === "") throw new UsageError("who asks? Set BALLAST_TOKEN, or give --token TOKEN");
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError("the token has characters that no token has");
}

/** Of every command that begins with these words, or of all. */
function helpOf(args: readonly string[]): string {
  const [first = ""] = args.filter((word) => !word.startsWith("-"));
  const asked = COMMANDS.filter(({ name }) => name === first || name.startsWith(`${first} `));
  const shown = asked.length > 0 ? asked : COMMANDS;
  const lines = shown.map(
    ({ name, takes, summary }) => `  ${`${name} ${takes}`.trimEnd()}\n      ${summary}`,
  );
  return `npm run cli -- COMMAND [--json]\n${lines.join("\n")}\n${FOOT}`;
}
