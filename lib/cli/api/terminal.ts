import { styleText } from "node:util";

type Align = "left" | "right";

export interface Column<Row> {
  readonly header: string;
  readonly align?: Align;
  readonly of: (row: Row) => string;
}

/** Where a command writes: tables and sentences for people, or with `--json` exactly what the API answered. */
export class Terminal {
  readonly #stream: NodeJS.WritableStream;
  readonly #isJson: boolean;

  constructor(stream: NodeJS.WritableStream, { isJson }: { readonly isJson: boolean }) {
    this.#stream = stream;
    this.#isJson = isJson;
  }

  /** Tells an answer: as JSON where that was asked for, else by `inWords`. */
  tell<Answer>(answer: Answer, inWords: (answer: Answer) => void): void {
    if (this.#isJson) this.#stream.write(`${JSON.stringify(answer, null, 2)}\n`);
    else inWords(answer);
  }

  line(text = ""): void {
    this.#stream.write(`${printable(text)}\n`);
  }

  /** Text as it is: a file. */
  raw(text: string): void {
    this.#stream.write(text);
  }

  /** Columns as wide as what stands in them; nothing is cut off. `empty`: said where there is no row. */
  table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): void {
    if (rows.length === 0) {
      this.line(empty);
      return;
    }
    const cells = rows.map((row) => columns.map(({ of }) => printable(of(row))));
    const widths = columns.map(({ header }, at) =>
      Math.max(header.length, ...cells.map((row) => row[at]?.length ?? 0)),
    );
    const write = (texts: readonly string[], paint: (text: string) => string) => {
      const padded = texts.map((text, at) => pad(text, widths[at] ?? 0, columns[at]?.align ?? "left"));
      this.#stream.write(`${paint(padded.join("  ").trimEnd())}\n`);
    };
    write(
      columns.map(({ header }) => header),
      (text) => this.#paint("bold", text),
    );
    for (const row of cells) write(row, (text) => (HOT.test(text) ? this.#paint("red", text) : text));
  }

  /** Colour only on a terminal, and not where NO_COLOR is set: `styleText` looks at both. */
  #paint(style: "bold" | "red", text: string): string {
    return styleText(style, text, { stream: this.#stream });
  }
}

const HOT = /(^|\s)(hot|critical)(\s|$)/;

function pad(text: string, width: number, align: Align): string {
  return align === "left" ? text.padEnd(width) : text.padStart(width);
}

/** What would move the cursor, or paint, is shown and not obeyed: names come from elsewhere. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "�");
}
