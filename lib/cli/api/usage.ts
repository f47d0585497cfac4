/** The command line makes no sense: exit code 2, and a word about where help is. */
export class UsageError extends Error {}
