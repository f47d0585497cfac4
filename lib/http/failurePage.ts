export interface FailurePage {
  readonly title: string;
  /** What happened, what is safe, what to do: a sentence each. */
  readonly sentences: readonly string[];
  /** After so many seconds the browser asks again by itself; null = it does not. */
  readonly againSeconds: number | null;
}

export const DATABASE_AWAY: FailurePage = {
  title: "The database does not answer",
  sentences: [
    "Ballast cannot show this page without it.",
    "Nothing was changed, and samples that were acknowledged are stored.",
    "This page asks again every few seconds, and comes back by itself.",
  ],
  againSeconds: 5,
};

export const SERVER_STOPPING: FailurePage = {
  title: "This server is being stopped",
  sentences: [
    "It finishes what it has begun and takes nothing new.",
    "This page asks again every few seconds, and comes back when another server answers.",
  ],
  againSeconds: 5,
};

export const PAGE_FAILED: FailurePage = {
  title: "This page could not be made",
  sentences: [
    "This is a mistake of the server. Nothing was changed, and samples that were acknowledged are stored.",
    "Its log says what went wrong. Load the page again; where that does not help, tell who looks after this server.",
  ],
  againSeconds: null,
};

/**
 * A page that stands by itself: no script, no file, no database. Its one style carries the nonce of the answer's policy.
 * Texts are the server's own; nothing of a request is written into it.
 */
export function renderFailurePage({ title, sentences, againSeconds }: FailurePage, nonce: string): string {
  const again = againSeconds === null ? "" : `<meta http-equiv="refresh" content="${againSeconds}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${again}
<title>${title} · Ballast</title>
<style nonce="${nonce}">
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif;
    background: light-dark(#f5f6f8, #0d1015); color: light-dark(#1b2230, #dfe4ec); }
  main { max-width: 32rem; padding: 2rem; }
  h1 { font-size: 1.25rem; margin: 0 0 0.75rem; }
  p { margin: 0 0 0.5rem; }
</style>
</head>
<body>
<main role="alert">
<h1>${title}</h1>
${sentences.map((sentence) => `<p>${sentence}</p>`).join("\n")}
</main>
</body>
</html>
`;
}
