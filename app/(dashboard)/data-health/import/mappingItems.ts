export const KIND_ITEMS = [
  { value: "cpu", label: "CPU of nodes" },
  { value: "load", label: "load of registries" },
  { value: "outcome", label: "what customers felt" },
] as const;

export const DELIMITER_ITEMS = [
  { value: ",", label: "comma" },
  { value: ";", label: "semicolon" },
  { value: "\t", label: "tab" },
  { value: "|", label: "bar" },
] as const;

export const TIME_ITEMS = [
  { value: "iso", label: "2026-01-31 12:00" },
  { value: "epochSeconds", label: "seconds since 1970" },
  { value: "epochMilliseconds", label: "milliseconds since 1970" },
  { value: "epochMicroseconds", label: "microseconds since 1970" },
  { value: "epochNanoseconds", label: "nanoseconds since 1970" },
  { value: "dayFirst", label: "31.01.2026 12:00" },
  { value: "monthFirst", label: "01/31/2026 12:00" },
  { value: "minutes", label: "minutes since a start" },
  { value: "rows", label: "none: one step a row" },
] as const;

export const NAMING_ITEMS = [
  { value: "node", label: "as nodes are" },
  { value: "path", label: "stamp/pool/node" },
  { value: "labels", label: "by labels {stamp=…, instance=…}" },
] as const;
