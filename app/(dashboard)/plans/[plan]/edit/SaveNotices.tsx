"use client";

import { Notice } from "../../../../_components/Notice.tsx";
import { STATE_WORDS } from "../../planWords.ts";
import { mergeDrafts } from "./mergeDrafts.ts";
import type { PlanEditor } from "./usePlanEditor.ts";

const NAMED = 6;

/** Why what was edited is not saved, and what to do. */
export function SaveNotices({ editor }: { editor: PlanEditor }) {
  const { trouble, overtaken } = editor.state;
  if (overtaken !== null) return <Overtaken editor={editor} />;
  if (trouble === null) return null;
  return (
    <Notice tone={trouble.kind === "unreached" ? "warning" : "error"}>
      <p>
        {trouble.message}{" "}
        {trouble.kind === "unreached"
          ? "Go on: your changes are kept in this browser and sent again by themselves."
          : "Change it, or undo; nothing of it has been saved."}
      </p>
      <List
        texts={trouble.errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`))}
      />
    </Notice>
  );
}

function Overtaken({ editor: { state, dispatch } }: { editor: PlanEditor }) {
  const { overtaken, saved, draft } = state;
  if (overtaken === null) return null;
  const { theirs, changes, closed } = overtaken;
  const { conflicts } = mergeDrafts({ base: saved.draft, mine: draft, theirs: theirs.draft });
  if (closed !== null)
    return (
      <Notice tone="error">
        <p>
          This version is {STATE_WORDS_OF[closed] ?? closed} now: it can no longer be changed. What you have
          not saved is kept in this browser; make a new version to go on.
        </p>
      </Notice>
    );
  return (
    <Notice tone="warning">
      <p className="font-medium">
        {theirs.savedBy} saved revision {theirs.revision} while you were editing revision {saved.revision}.
      </p>
      <List texts={changes} />
      <p>
        {conflicts.length === 0
          ? "Your changes and these touch different things: put on top, both stand."
          : `You have both changed ${conflicts.map(({ about }) => about).join("; ")}: put on top, yours stands there, and theirs everywhere else.`}
      </p>
      <div className="flex flex-wrap gap-2 pt-1.5">
        <button type="button" className="control" onClick={() => dispatch({ kind: "took_theirs" })}>
          Take theirs
        </button>
        <button
          type="button"
          className="control control-primary"
          onClick={() => dispatch({ kind: "put_mine_on_top" })}
        >
          Put mine on top
        </button>
      </div>
    </Notice>
  );
}

const STATE_WORDS_OF: Readonly<Record<string, string>> = STATE_WORDS;

function List({ texts }: { texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <ul className="list-disc pl-4 marker:text-ink-faint">
      {texts.slice(0, NAMED).map((text) => (
        <li key={text}>{text}</li>
      ))}
      {texts.length > NAMED && <li>and {texts.length - NAMED} more</li>}
    </ul>
  );
}
