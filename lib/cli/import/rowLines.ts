/**
 * Knows on which line of a file a row stood, from the few places where lines and rows stop running in step: a header, a
 * blank line, a cell over several lines.
 */
export class RowLines {
  private readonly fromIndex: number[] = [];
  private readonly distance: number[] = [];

  /** Row `index` stands on this line. Rows are noted in order. */
  note(index: number, line: number): void {
    const distance = line - index;
    if (distance === this.distance.at(-1)) return;
    this.fromIndex.push(index);
    this.distance.push(distance);
  }

  /** The line of a row that was noted, or that stands between rows that were. */
  lineOf(index: number): number {
    const at = this.fromIndex.findLastIndex((from) => from <= index);
    return index + (this.distance[at] ?? 0);
  }

  /** Rows before this one will not be asked for any more. */
  forgetBefore(index: number): void {
    const at = this.fromIndex.findLastIndex((from) => from <= index);
    if (at <= 0) return;
    this.fromIndex.splice(0, at);
    this.distance.splice(0, at);
  }
}
