import type { GetAuditAnswer, PostTokensBody } from "../../client/index.ts";
import type { ApiCommand, CommandContext } from "./apiCommand.ts";
import { ask } from "./askApi.ts";
import { countOf, given, utc } from "./fleetCommands.ts";
import { UsageError } from "./usage.ts";

const freeze: ApiCommand = {
  name: "freeze",
  takes: "",
  summary: "whether the kill switch is pressed, by whom and why",
  words: 0,
  options: {},
  run: async ({ api, out }) => out.tell(await ask(api.GET("/api/v1/freeze")), freezeWords(out)),
};

const freezePress: ApiCommand = {
  name: "freeze press",
  takes: "--reason WHY",
  summary: "stop starts, bindings and outgoing calls everywhere, at once",
  words: 0,
  options: { reason: { type: "string" } },
  run: async ({ api, said, out }) =>
    out.tell(await ask(api.POST("/api/v1/freeze", { body: { reason: reasonOf(said) } })), freezeWords(out)),
};

const freezeLift: ApiCommand = {
  name: "freeze lift",
  takes: "--reason WHY",
  summary: "let everything go on",
  words: 0,
  options: { reason: { type: "string" } },
  run: async ({ api, said, out }) =>
    out.tell(await ask(api.DELETE("/api/v1/freeze", { body: { reason: reasonOf(said) } })), freezeWords(out)),
};

function freezeWords(out: CommandContext["out"]) {
  return ({ current }: { readonly current: Frozen | null }) =>
    out.line(
      current === null
        ? "Nothing is frozen."
        : `Frozen since ${utc(current.pressedAt)} by ${current.pressedBy}: ${current.reason}`,
    );
}

interface Frozen {
  readonly pressedAt: string;
  readonly pressedBy: string;
  readonly reason: string;
}

function reasonOf(said: CommandContext["said"]): string {
  const reason = said.text("reason");
  if (reason === undefined) throw new UsageError("--reason WHY is needed: it stands in the audit");
  return reason;
}

const tokenList: ApiCommand = {
  name: "token list",
  takes: "",
  summary: "API tokens, without their secrets",
  words: 0,
  options: {},
  run: async ({ api, out }) =>
    out.tell(await ask(api.GET("/api/v1/tokens", { params: { query: { limit: 100 } } })), ({ tokens }) =>
      out.table(
        tokens,
        [
          { header: "ID", align: "right", of: ({ id }) => String(id) },
          { header: "NAME", of: ({ name }) => name },
          { header: "ROLE", of: ({ role }) => role },
          { header: "REGION", of: ({ region }) => region ?? "all" },
          { header: "BEGINS", of: ({ prefix }) => prefix },
          { header: "LAST USED", of: ({ lastUsedAt }) => (lastUsedAt === null ? "never" : utc(lastUsedAt)) },
          { header: "ENDS", of: ({ revokedAt, expiresAt }) => endOf(revokedAt, expiresAt) },
        ],
        "There are no tokens.",
      ),
    ),
};

function endOf(revokedAt: string | null, expiresAt: string | null): string {
  if (revokedAt !== null) return `revoked ${utc(revokedAt)}`;
  return expiresAt === null ? "–" : utc(expiresAt);
}

const tokenCreate: ApiCommand = {
  name: "token create",
  takes: "--role ROLE --name NAME [--region R] [--expires TIME]",
  summary: "an API token, alone on standard output; it is shown this once",
  words: 0,
  options: {
    role: { type: "string" },
    name: { type: "string" },
    region: { type: "string" },
    expires: { type: "string" },
  },
  run: async ({ api, said, out }) => {
    const [role, name] = [said.text("role"), said.text("name")];
    if (role === undefined || name === undefined)
      throw new UsageError("--role ROLE and --name NAME are needed");
    // An unknown role is refused by the API, in its own words.
    const body = {
      name,
      role: role as PostTokensBody["role"],
      ...given("region", said.text("region")),
      ...given("expiresAt", said.text("expires")),
    };
    out.tell(await ask(api.POST("/api/v1/tokens", { body })), ({ secret }) => out.line(secret ?? ""));
  },
};

const tokenRevoke: ApiCommand = {
  name: "token revoke",
  takes: "ID",
  summary: "end a token at once",
  words: 1,
  options: {},
  run: async ({ api, said, out }) => {
    const id = countOf("ID", said.words[0] ?? "");
    const told = await ask(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } }));
    out.tell(told, ({ name }) => out.line(`${name} is revoked.`));
  },
};

const audit: ApiCommand = {
  name: "audit",
  takes: "[--plan ID] [--stamp S] [--actor WHO] [--action WHAT] [--from TIME] [--to TIME] [--limit N]",
  summary: "who changed what, when and why, the newest first",
  words: 0,
  options: {
    plan: { type: "string" },
    stamp: { type: "string" },
    actor: { type: "string" },
    action: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    limit: { type: "string" },
  },
  run: async ({ api, said, out }) => {
    const plan = said.text("plan");
    const query = {
      ...given("plan", plan === undefined ? undefined : countOf("--plan", plan)),
      ...given("stamp", said.text("stamp")),
      ...given("actor", said.text("actor")),
      ...given("action", said.text("action")),
      ...given("from", said.text("from")),
      ...given("to", said.text("to")),
      limit: countOf("--limit", said.text("limit") ?? "50"),
    };
    out.tell(await ask(api.GET("/api/v1/audit", { params: { query } })), ({ events }) =>
      out.table(
        events,
        [
          { header: "EVENT", align: "right", of: ({ id }) => id },
          { header: "AT", of: ({ at }) => `${at.slice(0, 19).replace("T", " ")} UTC` },
          { header: "WHO", of: ({ actor, actorRole }) => `${actor} (${actorRole})` },
          { header: "WHAT", of: ({ action }) => action },
          { header: "OF", of: ({ thing, thingName }) => `${thing} ${thingName}` },
          { header: "WHY", of: ({ reason }: GetAuditAnswer["events"][number]) => reason ?? "–" },
        ],
        "No event is of that kind.",
      ),
    );
  },
};

export const adminCommands: readonly ApiCommand[] = [
  freeze,
  freezePress,
  freezeLift,
  tokenList,
  tokenCreate,
  tokenRevoke,
  audit,
];
