import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { recipeSchema } from "../recipe.ts";

/** What of a file's beginning is looked at: enough for the header of a wide file with thousands of nodes. */
export const MAX_HEAD_BYTES = 262_144;

/** A file of a pebibyte is a mistake. */
const MAX_FILE_BYTES = 2 ** 50;

const headSchema = z
  .base64()
  .max(Math.ceil(MAX_HEAD_BYTES / 3) * 4)
  .describe("the first bytes of the file, unpacked, at most 256 KiB");

const regionName = z.string().min(1).max(200);

export const previewRequestSchema = z.strictObject({
  head: headSchema,
  isWhole: z.boolean().describe("the file ends where `head` does"),
  recipe: recipeSchema.optional().describe("left out: it is recognised"),
  createIn: regionName.nullable().default(null).describe("region in which unknown stamps would be made"),
});
export type PreviewRequest = z.output<typeof previewRequestSchema>;

const problemSchema = z.strictObject({
  line: z.number().int(),
  column: z.string().describe("empty: the row as a whole"),
  value: z.string(),
  code: z.string(),
  message: z.string(),
});

const fieldSchema = z.strictObject({ path: z.string(), message: z.string() });

export const previewSchema = z.strictObject({
  recipe: recipeSchema,
  notes: z.array(z.string()).describe("what was taken for granted"),
  missing: z.array(fieldSchema).describe("what has to be said before the file can be imported"),
  columns: z.array(
    z.strictObject({ name: z.string(), samples: z.array(z.string()).describe("the first few cells") }),
  ),
  rows: z
    .array(
      z.strictObject({
        line: z.number().int(),
        at: isoInstantSchema.nullable().describe("null: the row cannot be read"),
        samples: z
          .array(
            z.strictObject({
              names: z.array(z.string()).describe("stamp, pool, and node or registry"),
              values: z.array(z.number().nullable()),
            }),
          )
          .describe("of a wide file the first few nodes"),
        problems: z.array(problemSchema),
      }),
    )
    .describe("the first rows as they would be stored"),
});
export type Preview = z.output<typeof previewSchema>;

const fileSchema = z.strictObject({
  name: z.string().min(1).max(255),
  bytes: z.number().int().min(0).max(MAX_FILE_BYTES).describe("of the file as it is, packed or not"),
  fingerprint: z
    .string()
    .length(64)
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 that tells the file from others: of its size, its beginning and its end"),
});

export const newSessionSchema = z.strictObject({
  file: fileSchema,
  head: headSchema,
  isWhole: z.boolean(),
  recipe: recipeSchema,
  dryRun: z.boolean().describe("counts as if, and stores nothing"),
  createIn: regionName.nullable().default(null).describe("region in which unknown stamps are made"),
});
export type NewSession = z.output<typeof newSessionSchema>;

export const countsSchema = z.strictObject({
  accepted: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  rounded: z.number().int(),
  reasons: z.record(z.string(), z.number().int()).describe("rejected, by code"),
  unknown: z
    .array(z.strictObject({ stamp: z.string(), pool: z.string(), rows: z.number().int() }))
    .describe("named by rows and not in the inventory when they came; the first thousand"),
});

export const sessionSchema = z.strictObject({
  id: z.number().int(),
  file: fileSchema,
  dryRun: z.boolean(),
  state: z.enum(["open", "complete", "cancelled"]),
  position: z.number().int().describe("unpacked bytes that are in: the next part begins there"),
  filePosition: z.number().int().describe("of the file as it is, as far as the sender has said"),
  wantsBytes: z
    .number()
    .int()
    .nullable()
    .describe("the part was of one minute alone: send this much from the same position"),
  rows: z.number().int(),
  counts: countsSchema,
  problems: z.number().int().describe("refusals that are kept one by one: the first 100,000"),
  createIn: z.string().nullable(),
  recipe: recipeSchema,
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  updatedAt: isoInstantSchema,
  finishedAt: isoInstantSchema.nullable(),
});
export type Session = z.output<typeof sessionSchema>;

export const sessionListSchema = z.strictObject({ imports: z.array(sessionSchema) });
export const sessionIdSchema = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

export const sessionQuerySchema = z.strictObject({
  fingerprint: fileSchema.shape.fingerprint.optional().describe("of one file"),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const partQuerySchema = z.strictObject({
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_FILE_BYTES)
    .default(0)
    .describe("unpacked bytes of the file before this part"),
  filePosition: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_FILE_BYTES)
    .default(0)
    .describe("bytes of the file as it is that have been read"),
  last: z.enum(["true", "false"]).default("false").describe("the file ends where this part does"),
});
export type PartQuery = z.output<typeof partQuerySchema>;

export const problemListSchema = z.strictObject({ problems: z.array(problemSchema) });
export type ProblemList = z.output<typeof problemListSchema>;
