import type { z } from "zod";
import type { sessionSchema } from "#lib/auth/index.ts";
import { err, type Failure, ok, type Result } from "#lib/core/index.ts";
import { playDemoPerson } from "#lib/demo/people/commands.ts";
import type { demoPersonSchema } from "#lib/demo/people/demoPeople.ts";
import { type HandlerContext, setSessionCookie } from "#lib/http/index.ts";

type Context = HandlerContext<undefined, undefined, z.output<typeof demoPersonSchema>>;

/** Hands the browser over to another of the demo's people: the cookie holds a new session, the old one ends by itself. */
export async function becomeDemoPerson(
  context: Context,
): Promise<Result<z.output<typeof sessionSchema>, Failure>> {
  const { app, author, body, caller, db } = context;
  if (caller === null) return err({ code: "forbidden", detail: "Sign in first." });
  const played = await playDemoPerson(db, author, {
    caller,
    name: body.name,
    sessionDays: app.people.parts.sessionDays,
  });
  if (!played.ok) return played;
  const { person, session } = played.value;
  setSessionCookie(context, session);
  return ok({ actor: person.actor, role: person.role });
}
