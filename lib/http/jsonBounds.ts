/** Of one body, name, text, number and list alike: the greatest inventory has fewer. Each costs far more than its bytes. */
const MOST_VALUES = 4_000_000;
/** No body of this API has ten. */
const MOST_LEVELS = 100;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Why JSON is not to be parsed, told by its bytes alone; null = it may be. What is parsed takes up to thirty times its
 * bytes: some tens of megabytes of brackets would end the process.
 */
export function whyTooMuchJson(bytes: Uint8Array): string | null {
  let levels = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) levels -= 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      levels += 1;
      values += 1;
      if (levels > MOST_LEVELS) return `is nested too deeply: more than ${MOST_LEVELS} levels`;
    } else if (byte === COMMA) values += 1;
  }
  return values > MOST_VALUES ? `holds more than ${MOST_VALUES} values: send it in parts` : null;
}

/** Where the quote is that ends the text which begins at `start`. */
function endOfText(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
