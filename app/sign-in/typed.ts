/** What was typed, kept for as long as it is asked for again. */
export interface Typed {
  readonly email: string;
  readonly password: string;
}
