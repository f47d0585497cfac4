import { z } from "zod";
import { MOST_INTEGER } from "./databaseNumber.ts";

/** The number of a row within an address or a query: one beyond what a row can have is no number of one. */
export const rowNumberTextSchema = z.coerce.number().int().min(1).max(MOST_INTEGER);
