import { Pieces } from "../core/index.ts";
import type { Labels, MetricFamily } from "../reports/index.ts";
import { preferredType } from "./negotiate.ts";
import { Written } from "./written.ts";

const FORMS = ["text/plain", "application/openmetrics-text", "application/json"] as const;
type ExpositionForm = (typeof FORMS)[number];

/** What a scraper, or a person's `curl`, is answered: text where nothing else is asked for. */
export function expositionForm(accept: string | null): ExpositionForm {
  return preferredType(accept, FORMS) ?? "text/plain";
}

const CONTENT_TYPES = {
  "text/plain": "text/plain; version=0.0.4; charset=utf-8",
  "application/openmetrics-text": "application/openmetrics-text; version=1.0.0; charset=utf-8",
} as const;

/** Samples between two looks at the time. */
const SAMPLES_AT_ONCE = 256;

/**
 * Gauges as Prometheus's text format, or as OpenMetrics. A family without samples is left out. Written straight into text,
 * in pieces: a fleet of six thousand pools is 130,000 samples in each scrape, which a registry of gauges would hash one by one.
 */
export async function renderExposition(
  families: readonly MetricFamily[],
  form: Exclude<ExpositionForm, "application/json">,
  pieces = new Pieces(),
): Promise<Written> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let text = "";
  const written = new LabelTexts();
  for (const { name, help, samples } of families) {
    let count = 0;
    for (const { labels, more, value } of samples) {
      if (count === 0) text += `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} gauge\n`;
      text += `${name}${written.of(labels, more)} ${valueText(value)}\n`;
      count++;
      if (count % SAMPLES_AT_ONCE > 0) continue;
      parts.push(Buffer.from(text));
      text = "";
      await pieces.next();
    }
  }
  if (form === "application/openmetrics-text") text += "# EOF\n";
  return new Written({ parts: [...parts, Buffer.from(text)], contentType: CONTENT_TYPES[form] });
}

/** The text of labels, written once for each object that holds them: a pool's stand in twenty samples. */
class LabelTexts {
  readonly #known = new Map<Labels, string>();

  of(labels: Labels, more: Labels | undefined): string {
    const [first, second] = [this.#textOf(labels), more === undefined ? "" : this.#textOf(more)];
    if (first === "" && second === "") return "";
    return `{${first}${first === "" || second === "" ? "" : ","}${second}}`;
  }

  #textOf(labels: Labels): string {
    const known = this.#known.get(labels);
    if (known !== undefined) return known;
    let text = "";
    for (const name in labels)
      text += `${text === "" ? "" : ","}${name}="${escapeLabel(labels[name] ?? "")}"`;
    this.#known.set(labels, text);
    return text;
  }
}

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", '"': '\\"' };

function escapeLabel(value: string): string {
  return /[\\\n"]/.test(value)
    ? value.replaceAll(/[\\\n"]/g, (character) => ESCAPED[character] ?? character)
    : value;
}

/** Quotation marks stand for themselves in a help text. */
function escapeHelp(help: string): string {
  return help.replaceAll(/[\\\n]/g, (character) => ESCAPED[character] ?? character);
}

function valueText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
