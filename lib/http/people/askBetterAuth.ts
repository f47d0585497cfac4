import { isAPIError } from "better-auth/api";
import { err, ok, type Result } from "../../core/index.ts";
import { isOverTls } from "../credentials.ts";
import type { Reply } from "../routeDefinition.ts";

/** What better-auth refused, by its code: `INVALID_EMAIL_OR_PASSWORD`. */
export interface Refusal {
  readonly code: string;
  readonly status: number;
}

interface Answer<T> {
  readonly headers: Headers;
  readonly response: T;
}

/** Calls better-auth; what it refuses is a value, and what is thrown otherwise stays thrown. */
export async function askBetterAuth<T>(ask: () => Promise<Answer<T>>): Promise<Result<Answer<T>, Refusal>> {
  try {
    return ok(await ask());
  } catch (error) {
    if (!isAPIError(error)) throw error;
    return err({ code: String(error.body?.code ?? error.status), status: error.statusCode });
  }
}

/** Hands better-auth's cookies to the browser: HttpOnly and SameSite=Lax as it makes them, and only over TLS where it is. */
export function passCookies(from: Headers, to: { readonly reply: Reply; readonly headers: Headers }): void {
  for (const cookie of from.getSetCookie())
    to.reply.header("set-cookie", isOverTls(to.headers) ? `${cookie}; Secure` : cookie);
}
