// What an OTLP endpoint answers in protobuf. ExportMetricsServiceResponse: partial_success 1; ExportMetricsPartialSuccess:
// rejected_data_points 1 (int64), error_message 2. google.rpc.Status: code 1, message 2.

/** The answer to a body of which some points were refused; null: none, which is an empty message. */
export function encodeOtlpPartial(
  refused: { readonly points: number; readonly message: string } | null,
): Uint8Array<ArrayBuffer> {
  if (refused === null) return new Uint8Array();
  const partial = [0x08, ...varint(refused.points), ...textField(2, refused.message)];
  return Uint8Array.from([0x0a, ...varint(partial.length), ...partial]);
}

/** An error: its message, and no code, as the specification has it for HTTP. */
export function encodeOtlpStatus(message: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(textField(2, message));
}

function textField(field: number, text: string): number[] {
  const bytes = Buffer.from(text);
  return [field * 8 + 2, ...varint(bytes.length), ...bytes];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
