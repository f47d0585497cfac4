import type { Author } from "../../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../../core/index.ts";
import type { Transaction } from "../../../db/client.ts";
import { changePerson, createPerson, removeSecondFactor, resetPassword } from "../commands.ts";
import type { PersonFromShell } from "../person.ts";

/**
 * Makes a person, or brings the one of that e-mail to what is said of them: the way back in where no admin can sign in any
 * more. Gives the password, where one was made. `invalid` without a role for somebody new, and as creating and changing.
 */
export async function setPerson(
  tx: Transaction,
  author: Author,
  { email, reset, ...said }: PersonFromShell,
): Promise<Result<string | null, Failure>> {
  const known = await tx.person.findUnique({ where: { email } });
  if (known === null) {
    const { role, regions = null, name = email.split("@")[0] ?? email } = said;
    if (role === undefined)
      return err({
        code: "invalid",
        detail: `there is nobody with the e-mail ${email} yet: --role ROLE is needed`,
      });
    const made = await createPerson(tx, author, { email, role, regions, name });
    return made.ok ? ok(made.value.password) : made;
  }
  const { name, role, regions } = said;
  const changed = await changePerson(tx, author, {
    id: known.id,
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(regions === undefined ? {} : { regions }),
    isDisabled: false,
  });
  if (!changed.ok) return changed;
  if (!reset) return ok(null);
  const without = await removeSecondFactor(tx, author, known.id);
  if (!without.ok) return without;
  const given = await resetPassword(tx, author, known.id);
  return given.ok ? ok(given.value.password) : given;
}
