import type { z } from "zod";
import {
  changePerson,
  createPerson,
  endPersonSessions,
  forgetVerified,
  type newPersonSchema,
  type PersonView,
  type PersonWithPassword,
  type personChangeSchema,
  type personIdSchema,
  removeSecondFactor,
  resetPassword,
} from "../../auth/index.ts";
import type { Failure, Result } from "../../core/index.ts";
import type { HandlerContext } from "../routeDefinition.ts";

type Named<Body = undefined> = HandlerContext<z.output<typeof personIdSchema>, undefined, Body>;

/** Whoever an admin makes signs in with a password that is shown this once, and chooses their own then. */
export async function makePerson(
  context: HandlerContext<undefined, undefined, z.output<typeof newPersonSchema>>,
): Promise<Result<PersonWithPassword, Failure>> {
  return await createPerson(context.db, context.author, context.body);
}

export async function editPerson(
  context: Named<z.output<typeof personChangeSchema>>,
): Promise<Result<PersonView, Failure>> {
  return await administer(context, ({ db, author, params, body }) =>
    changePerson(db, author, { ...body, id: params.id }),
  );
}

export async function givePassword(context: Named): Promise<Result<PersonWithPassword, Failure>> {
  return await administer(context, ({ db, author, params }) => resetPassword(db, author, params.id));
}

export async function signPersonOut(context: Named): Promise<Result<{ ended: number }, Failure>> {
  return await administer(context, ({ db, author, params }) =>
    endPersonSessions(db, author, { personId: params.id }),
  );
}

export async function takeSecondFactor(context: Named): Promise<Result<PersonView, Failure>> {
  return await administer(context, ({ db, author, params }) => removeSecondFactor(db, author, params.id));
}

/** What is done to somebody takes effect with their next request. */
async function administer<Body, Answer>(
  context: Named<Body>,
  work: (context: Named<Body>) => Promise<Result<Answer, Failure>>,
): Promise<Result<Answer, Failure>> {
  context.afterCommit(forgetVerified);
  return await work(context);
}
