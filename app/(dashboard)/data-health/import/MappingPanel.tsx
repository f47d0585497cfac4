"use client";

import { FIELDS_OF, type MeasureField, type NameField, type Recipe } from "#lib/imports/recipe.ts";
import type { Preview } from "#lib/imports/session/sessionBody.ts";
import { CheckBox } from "../../../_components/CheckBox.tsx";
import { Choice } from "../../../_components/Choice.tsx";
import { CpuScale } from "../../../_components/CpuScale.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { ColumnBox, Field, NameSource, TextBox } from "./MappingFields.tsx";
import { DELIMITER_ITEMS, KIND_ITEMS, NAMING_ITEMS, TIME_ITEMS } from "./mappingItems.ts";
import type { ImportControl } from "./useImport.ts";

interface MappingPanelProps {
  readonly preview: Preview;
  readonly regions: readonly string[];
  readonly control: ImportControl;
}

/** How the file is read: what was recognised, each part of it to be put right by hand. */
export function MappingPanel({ preview, regions, control }: MappingPanelProps) {
  const { recipe, missing } = preview;
  const { createIn } = control.state;
  const set = (part: Partial<Recipe>) => control.setRecipe({ ...recipe, ...part });
  const isReady = missing.length === 0;
  return (
    <Panel title="How it is read" note="As recognised from its beginning; change what is wrong">
      <div className="flex flex-col gap-3">
        <Shape recipe={recipe} set={set} />
        <TimeFields preview={preview} set={set} />
        {recipe.wide === null ? (
          <RowFields preview={preview} set={set} />
        ) : (
          <WideFields preview={preview} set={set} />
        )}
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <Field label="Stamps and pools that are unknown">
            <SelectBox
              label="Stamps and pools that are unknown"
              value={createIn ?? ""}
              items={[
                { value: "", label: "Refuse their rows" },
                ...regions.map((name) => ({ value: name, label: `Make them in ${name}` })),
              ]}
              onChange={(value) => control.setCreateIn(value === "" ? null : value)}
            />
          </Field>
        </div>
        {!isReady && (
          <ul className="list-disc pl-5 font-medium" role="status">
            {missing.map(({ path, message }) => (
              <li key={path}>
                {placeWords(path)} {message}
              </li>
            ))}
          </ul>
        )}
        <div className="flex flex-wrap items-center gap-2 pt-1">
          <button
            type="button"
            className="control"
            disabled={!isReady}
            onClick={() => void control.begin(true)}
          >
            Dry run
          </button>
          <button
            type="button"
            className="control control-primary"
            disabled={!isReady}
            onClick={() => void control.begin(false)}
          >
            Import
          </button>
          <p className="text-ink-soft">A dry run reads the whole file and counts; it stores nothing.</p>
        </div>
      </div>
    </Panel>
  );
}

interface PartProps {
  readonly set: (part: Partial<Recipe>) => void;
}

function Shape({ recipe, set }: PartProps & { readonly recipe: Recipe }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <Field label="Each row is">
        <Choice
          label="Each row is"
          value={recipe.wide === null ? "rows" : "wide"}
          items={[
            { value: "rows", label: "one sample" },
            { value: "wide", label: "all nodes at once" },
          ]}
          onChange={(form) =>
            set({ wide: form === "rows" ? null : { stepSeconds: 60, scale: 1, naming: "node" }, kind: "cpu" })
          }
        />
      </Field>
      {recipe.wide === null && (
        <Field label="Of">
          <SelectBox
            label="Of"
            value={recipe.kind}
            items={KIND_ITEMS}
            onChange={(kind) => set({ kind: kindOf(kind) })}
          />
        </Field>
      )}
      <Field label="Between cells">
        <SelectBox
          label="Between cells"
          value={recipe.delimiter}
          items={DELIMITER_ITEMS}
          onChange={(value) =>
            set({ delimiter: DELIMITER_ITEMS.find((item) => item.value === value)?.value ?? "," })
          }
        />
      </Field>
      <CheckBox
        label="First line is a header"
        isOn={recipe.hasHeader}
        onChange={(hasHeader) => set({ hasHeader })}
      />
      <CheckBox
        label="Decimal comma"
        isOn={recipe.decimalComma}
        onChange={(decimalComma) => set({ decimalComma })}
      />
    </div>
  );
}

function kindOf(value: string): Recipe["kind"] {
  return KIND_ITEMS.find((item) => item.value === value)?.value ?? "cpu";
}

function TimeFields({ preview, set }: PartProps & { readonly preview: Preview }) {
  const { recipe, columns } = preview;
  const { time } = recipe;
  const setTime = (part: Partial<Recipe["time"]>) => set({ time: { ...time, ...part } });
  const isRelative = time.form === "minutes" || time.form === "rows";
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <Field label="Time">
        <ColumnBox
          label="Column of the time"
          columns={columns}
          value={time.column}
          onChange={(column) => setTime({ column: column ?? 0 })}
        />
        <SelectBox
          label="Form of the time"
          value={time.form}
          items={TIME_ITEMS}
          onChange={(value) =>
            setTime({ form: TIME_ITEMS.find((item) => item.value === value)?.value ?? "iso" })
          }
        />
      </Field>
      {isRelative ? (
        <Field label="Beginning at">
          <TextBox
            label="Beginning at"
            value={time.start ?? ""}
            placeholder="2026-01-31T00:00:00Z"
            isGood={(text) => !Number.isNaN(Date.parse(text)) && /(Z|[+-]\d{2}:\d{2})$/.test(text)}
            onChange={(text) => setTime({ start: text === "" ? null : text })}
          />
        </Field>
      ) : (
        <Field label="Ahead of UTC, minutes">
          <TextBox
            label="Ahead of UTC, minutes, where times name no offset"
            value={String(time.offsetMinutes)}
            isGood={(text) => /^-?\d{1,3}$/.test(text) && Math.abs(Number(text)) <= 840}
            onChange={(text) => setTime({ offsetMinutes: Number(text) })}
          />
        </Field>
      )}
    </div>
  );
}

function RowFields({ preview, set }: PartProps & { readonly preview: Preview }) {
  const { recipe, columns } = preview;
  const { names, measures } = FIELDS_OF[recipe.kind];
  const setName = (field: NameField, source: Recipe["names"][NameField]) =>
    set({
      names: { ...recipe.names, [field]: source },
    });
  const setMeasure = (field: MeasureField, column: number | null, scale: number) =>
    set({
      measures:
        column === null
          ? { ...recipe.measures, [field]: undefined }
          : { ...recipe.measures, [field]: { column, scale } },
    });
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      {names.map((field) => (
        <NameSource
          key={field}
          field={field}
          columns={columns}
          source={recipe.names[field]}
          onChange={(source) => setName(field, source)}
        />
      ))}
      {measures.map((field: MeasureField) => {
        const source = recipe.measures[field];
        return (
          <Field key={field} label={fieldWords(field)}>
            <ColumnBox
              label={`Column of ${field}`}
              columns={columns}
              value={source?.column ?? null}
              mayBeNone
              onChange={(column) => setMeasure(field, column, source?.scale ?? 1)}
            />
            {field === "cpu" && (
              <CpuScale
                label="What CPU values are"
                scale={source?.scale ?? 1}
                onChange={(scale) => setMeasure(field, source?.column ?? null, scale)}
              />
            )}
          </Field>
        );
      })}
    </div>
  );
}

function WideFields({ preview, set }: PartProps & { readonly preview: Preview }) {
  const { recipe } = preview;
  const { wide } = recipe;
  if (wide === null) return null;
  const setWide = (part: Partial<typeof wide>) => set({ wide: { ...wide, ...part } });
  const setName = (field: NameField, text: string) =>
    set({
      names:
        text === "" ? { ...recipe.names, [field]: undefined } : { ...recipe.names, [field]: { value: text } },
    });
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
      <Field label="Columns are called">
        <SelectBox
          label="Columns are called"
          value={wide.naming}
          items={NAMING_ITEMS}
          onChange={(value) =>
            setWide({ naming: NAMING_ITEMS.find((item) => item.value === value)?.value ?? "node" })
          }
        />
      </Field>
      {wide.naming !== "path" &&
        (["stamp", "pool"] as const).map((field) => {
          const source = recipe.names[field];
          return (
            <Field key={field} label={field}>
              <TextBox
                label={`${field} of every column`}
                value={source !== undefined && "value" in source ? source.value : ""}
                placeholder={field === "stamp" ? "wus-a" : "dataproxy"}
                onChange={(text) => setName(field, text)}
              />
            </Field>
          );
        })}
      <Field label="Seconds from row to row">
        <TextBox
          label="Seconds from row to row"
          value={String(wide.stepSeconds)}
          isGood={(text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 86_400}
          onChange={(text) => setWide({ stepSeconds: Number(text) })}
        />
      </Field>
      <Field label="Values">
        <CpuScale label="What CPU values are" scale={wide.scale} onChange={(scale) => setWide({ scale })} />
      </Field>
    </div>
  );
}

/** Where something is missing, as the form calls it. */
function placeWords(path: string): string {
  const [part = "", field = ""] = path.split(".");
  const name = field === "" ? part : field;
  return name === "start" ? "The beginning" : fieldWords(name);
}

function fieldWords(field: string): string {
  return field === "cpu" ? "CPU" : `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}
