import type { PersonView } from "#lib/auth/people/person.ts";

/** What is done to a person by an admin, at once. */
export interface PersonDeed {
  /** Words of its button. */
  readonly label: string;
  /** What it ends, to be read before it is done; null = it ends nothing, and is not asked about. */
  readonly question: string | null;
  readonly request: {
    readonly path: string;
    readonly method: "POST" | "DELETE" | "PATCH";
    readonly body?: object;
  };
  /** What has been done; null = the answer holds a password that is shown instead. */
  readonly done: string | null;
}

/** What may be done to this person. */
export function deedsFor(person: PersonView): readonly PersonDeed[] {
  const { email } = person;
  const reset: PersonDeed = {
    label: "Reset the password",
    question: `The password of ${email} is good no more, and every browser is signed out at once. Another one is shown here to hand over; a lost one is only ever made anew.`,
    request: { path: "/password", method: "POST" },
    done: null,
  };
  const takeOff: PersonDeed = {
    label: "Take off the second factor",
    question: `From now on the password alone signs ${email} in, until they turn on another second factor. Every browser is signed out at once.`,
    request: { path: "/second-factor", method: "DELETE" },
    done: `${email} has no second factor any more.`,
  };
  const signOut: PersonDeed = {
    label: "Sign out everywhere",
    question: `Every browser that ${email} is signed in with is refused from the next request on. They may sign in again.`,
    request: { path: "/sessions", method: "DELETE" },
    done: `${email} is signed out everywhere.`,
  };
  const disable: PersonDeed = {
    label: "Disable",
    question: `${email} is signed out of every browser at once and let in no more, until an admin lets them in again. Tokens that they made stay good: revoke those under Tokens.`,
    request: { path: "", method: "PATCH", body: { isDisabled: true } },
    done: `${email} is disabled.`,
  };
  const letIn: PersonDeed = {
    label: "Let in again",
    question: null,
    request: { path: "", method: "PATCH", body: { isDisabled: false } },
    done: `${email} is let in again.`,
  };
  return [
    ...(person.hasPassword ? [reset] : []),
    ...(person.hasSecondFactor ? [takeOff] : []),
    signOut,
    person.disabledAt === null ? disable : letIn,
  ];
}
