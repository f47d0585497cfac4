/** JSON Schema 2020-12, as far as zod writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | boolean;
  readonly prefixItems?: readonly Schema[];
}

/** Where a schema stands: of what it is a part, and in which of its fields. */
interface Place {
  readonly owner: string;
  readonly field: string;
}

interface Named {
  readonly name: string;
  /** Its own text; null until somebody has used it. */
  text: string | null;
}

/** An object with as many fields is worth a name where it is used more than once. */
const FIELDS_WORTH_A_NAME = 3;

/** Writes schemas as types, each that is noted, or met again, under one name. */
export class TypeNames {
  readonly #bySchema = new Map<string, Named>();
  readonly #uses = new Map<string, number>();
  readonly #taken = new Set<string>(["paths", "Refusals"]);

  /** A schema that has a name in the document. */
  reserve(name: string, schema: Schema): void {
    this.#taken.add(name);
    this.#bySchema.set(JSON.stringify(schema), { name, text: null });
    this.#count(schema);
    this.write({ $ref: `#/components/schemas/${name}` }, name);
    this.write(schema, name);
  }

  /** A body or an answer, with the name it gets unless an equal one has one already. To be called before anything is written. */
  note(schema: Schema, name: string): void {
    this.#count(schema);
    const key = JSON.stringify(schema);
    if (schema.type === "string" || this.#bySchema.has(key)) return;
    this.#bySchema.set(key, { name: this.#free(name, ""), text: null });
  }

  /** The schema as a type. `owner`: the name of what it is a part of. */
  write(schema: Schema, owner: string, field = ""): string {
    const key = JSON.stringify(schema);
    const known = this.#bySchema.get(key) ?? this.#nameRepeated(schema, key, { owner, field });
    if (known === null) return this.#spell(schema, { owner, field });
    known.text ??= this.#spellNamed(schema, known);
    return known.name;
  }

  /** Every named type that is used, in the order of the alphabet. */
  declarations(): string[] {
    return [...this.#bySchema.values()]
      .filter(({ text }) => text !== null)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, text }) => `export type ${name} = ${text};\n`);
  }

  /** Marked before it is spelled, since what it holds asks for it. */
  #spellNamed(schema: Schema, named: Named): string {
    named.text = "";
    return this.#spell(schema, { owner: named.name, field: "" });
  }

  #nameRepeated(schema: Schema, key: string, { owner, field }: Place): Named | null {
    if ((this.#uses.get(key) ?? 0) < 2) return null;
    const wanted = kindOf(schema) ?? (field === "" ? `${owner}Part` : singular(field));
    const named = { name: this.#free(wanted, owner), text: null };
    this.#bySchema.set(key, named);
    return named;
  }

  #free(wanted: string, owner: string): string {
    let name = wanted;
    if (this.#taken.has(name) && !wanted.startsWith(owner)) name = `${owner}${wanted}`;
    for (let more = 2; this.#taken.has(name); more++) name = `${wanted}${more}`;
    this.#taken.add(name);
    return name;
  }

  /** Counts objects within, so that those used more than once get a name. */
  #count(schema: Schema): void {
    if (Object.keys(schema.properties ?? {}).length >= FIELDS_WORTH_A_NAME) {
      const key = JSON.stringify(schema);
      const uses = (this.#uses.get(key) ?? 0) + 1;
      this.#uses.set(key, uses);
      // What is inside of one that has been met goes by its name: it is no further use.
      if (uses > 1) return;
    }
    for (const part of partsOf(schema)) this.#count(part);
  }

  #spell(schema: Schema, { owner, field }: Place): string {
    const part = (one: Schema) => this.write(one, owner, field);
    if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "unknown";
    if ("const" in schema) return JSON.stringify(schema.const);
    if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    const union = schema.anyOf ?? schema.oneOf;
    if (union !== undefined) return joined(union.map(part));
    if (schema.allOf !== undefined) return schema.allOf.map((one) => `(${part(one)})`).join(" & ");
    if (typeof schema.type === "object")
      return joined(schema.type.map((type) => this.#spell({ ...schema, type }, { owner, field })));
    switch (schema.type) {
      case "object":
        return this.#spellObject(schema, owner);
      case "array":
        return this.#spellArray(schema, part);
      case "integer":
        return "number";
      case "string":
      case "number":
      case "boolean":
      case "null":
        return schema.type;
      default:
        return "unknown";
    }
  }

  #spellArray({ items, prefixItems }: Schema, part: (one: Schema) => string): string {
    if (prefixItems !== undefined) return `[${prefixItems.map(part).join(", ")}]`;
    if (typeof items !== "object") return "unknown[]";
    const item = part(items);
    return /^\w+$/.test(item) ? `${item}[]` : `(${item})[]`;
  }

  #spellObject({ properties = {}, required = [], additionalProperties }: Schema, owner: string): string {
    const fields = Object.entries(properties).map(([name, field]) => {
      const comment =
        field.description === undefined
          ? ""
          : `/** ${field.description.replaceAll("*/", "*")} */
`;
      const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
      return `${comment}${key}${required.includes(name) ? "" : "?"}: ${this.write(field, owner, name)};`;
    });
    const others =
      additionalProperties === undefined || additionalProperties === false
        ? []
        : [
            `[name: string]: ${additionalProperties === true ? "unknown" : this.write(additionalProperties, owner)};`,
          ];
    const lines = [...fields, ...(fields.length === 0 ? others : [])];
    if (lines.length === 0) return "Record<string, never>";
    return `{\n${lines.map(indented).join("\n")}\n}`;
  }
}

function partsOf(schema: Schema): Schema[] {
  const { items, additionalProperties } = schema;
  return [
    ...Object.values(schema.properties ?? {}),
    ...[schema.anyOf, schema.oneOf, schema.allOf, schema.prefixItems].flatMap((parts) => parts ?? []),
    ...(typeof items === "object" ? [items] : []),
    ...(typeof additionalProperties === "object" ? [additionalProperties] : []),
  ];
}

function joined(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

/** What tells members of a union apart names them: `kind: "over_limit"` → `OverLimit`. */
function kindOf({ properties = {} }: Schema): string | null {
  const kind = Object.values(properties).find((field) => typeof field.const === "string")?.const;
  return typeof kind === "string" && /^[a-z_]+$/i.test(kind)
    ? kind.split("_").map(upperFirst).join("")
    : null;
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `phases` → `Phase`, `registries` → `Registry`. */
function singular(field: string): string {
  return upperFirst(field.replace(/(?<!^ser)ies$/, "y").replace(/(?<!s|^serie)s$/, ""));
}
