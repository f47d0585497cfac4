import { z } from "zod";
import { nameSchema } from "../fleet/index.ts";

/** Names within an address: `pathParams("stamp", "pool")` for `/stamps/{stamp}/pools/{pool}`. */
export function pathParams<const Names extends readonly string[]>(
  ...names: Names
): z.ZodObject<{ [Name in Names[number]]: typeof nameSchema }, z.core.$strict> {
  const shape = Object.fromEntries(names.map((name) => [name, nameSchema]));
  // The shape has exactly the names as keys: the type says of each what is true of all.
  return z.strictObject(shape as { [Name in Names[number]]: typeof nameSchema });
}
