import { createSign, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Provider } from "oidc-provider";
import { Jar } from "./peopleForTests.ts";

export const CLIENT = { id: "ballast", secret: "the secret of the client" };

/** Somebody the provider knows. */
export interface ProviderPerson {
  readonly email: string;
  readonly name: string;
  readonly email_verified: boolean;
  readonly groups: readonly string[];
}

/** What is changed in the next ID tokens, which are signed again with the provider's own key. */
export type Tamper = (token: { header: Record<string, unknown>; payload: Record<string, unknown> }) => void;

/** A real provider on this machine, which knows who is at the browser without asking. */
export interface TestProvider {
  readonly issuer: string;
  readonly people: Map<string, ProviderPerson>;
  /** Subject of whoever is at the browser. */
  readonly at: { browser: string };
  readonly next: { tamper: Tamper | null; issuer: string | null };
  /** Goes to the provider and through it, as a browser would, up to where it sends back to. */
  follow(url: string): Promise<URL>;
  close(): Promise<void>;
}

interface ProviderOptions {
  /** Absent: one that is free. */
  readonly port?: number;
  /** Whether whoever is at the browser is shown a page, and goes on from there. */
  readonly asks?: boolean;
}

export async function startProvider(
  redirectUri: string,
  { port = 0, asks = false }: ProviderOptions = {},
): Promise<TestProvider> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const people = new Map<string, ProviderPerson>();
  const at = { browser: "" };
  const next: TestProvider["next"] = { tamper: null, issuer: null };
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const issuer = `http://localhost:${address.port}`;
  const provider = makeProvider({ issuer, redirectUri, people, privateKey });
  const answer = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith("/interaction/") === true) {
      if (asks && !/\/go\??$/.test(request.url)) {
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end(pageOf(request.url, at.browser));
        return;
      }
      const login = { accountId: at.browser };
      void provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
      return;
    }
    if (request.url === "/token") rewrite(response, (body) => tampered(body, { privateKey, next }));
    if (request.url?.includes("openid-configuration") === true)
      rewrite(response, (body) => (next.issuer === null ? body : { ...body, issuer: next.issuer }));
    void answer(request, response);
  });
  return { issuer, people, at, next, follow, close: () => closeServer(server) };
}

function pageOf(path: string, name: string): string {
  return `<!doctype html><html lang="en"><title>Provider</title><link rel="icon" href="data:,">
    <h1>The provider</h1><form action="${path}/go"><button>Go on as ${name}</button></form></html>`;
}

interface ProviderParts {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly people: ReadonlyMap<string, ProviderPerson>;
  readonly privateKey: KeyObject;
}

function makeProvider({ issuer, redirectUri, people, privateKey }: ProviderParts): Provider {
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: "client_secret_post",
      },
    ],
    jwks: {
      keys: [
        { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" } as never,
      ],
    },
    claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["a key of the tests"] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: async (_, sub) => {
      const person = people.get(sub);
      return (
        person && { accountId: sub, claims: async () => ({ sub, ...person, groups: [...person.groups] }) }
      );
    },
    // Nobody is asked whether the application may know them.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: CLIENT.id, accountId: oidc.session?.accountId ?? "" });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  return provider;
}

/** Changes an answer's JSON on its way out. */
function rewrite(
  response: ServerResponse,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): void {
  const end = response.end.bind(response);
  response.end = ((chunk: unknown) => {
    if (response.statusCode !== 200) return end(chunk as string);
    const text = JSON.stringify(change(JSON.parse(String(chunk))));
    response.setHeader("content-length", Buffer.byteLength(text));
    return end(text);
  }) as typeof response.end;
}

function tampered(
  body: Record<string, unknown>,
  { privateKey, next }: { readonly privateKey: KeyObject; readonly next: TestProvider["next"] },
): Record<string, unknown> {
  if (next.tamper === null) return body;
  const [header, payload] = String(body["id_token"])
    .split(".", 2)
    .map((part): Record<string, unknown> => JSON.parse(Buffer.from(part, "base64url").toString() || "{}"));
  if (header === undefined || payload === undefined) throw new Error("no ID token");
  next.tamper({ header, payload });
  const signed = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url");
  const isUnsigned = header["alg"] === "none";
  return { ...body, id_token: `${signed}.${isUnsigned ? "" : signature}` };
}

async function follow(url: string): Promise<URL> {
  const jar = new Jar();
  let target = new URL(url);
  const { origin } = target;
  for (let step = 0; step < 10 && target.origin === origin; step += 1) {
    const answer = await fetch(target, { redirect: "manual", headers: { cookie: jar.header } });
    jar.take(answer);
    const location = answer.headers.get("location");
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    target = new URL(location, target);
  }
  return target;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
