import { z } from 'zod';
import { modelFile } from './model-file.ts';

/** Words of a workflow by language, as catalogues name it (`pt-BR`). */
export type ByLanguage<Words> = Readonly<Record<string, Words>>;

/** An option's words in another language. Missing ones are in the catalogue, or stay as they are. */
export interface OptionWords {
  /** As members type it. */
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** Labels by the choices' names. */
  readonly choices?: Readonly<Record<string, string>> | undefined;
}

/** Shown by Discord in place of the catalogue's words for options of that name. */
interface Described {
  readonly description?: string;
  readonly localizations?: ByLanguage<OptionWords>;
}

/**
 * A setting in the line under a picture: verbatim, a label with its translations, or the name of a switch that
 * is off.
 */
export type ShownSetting =
  string | { readonly label: string; readonly in: ByLanguage<string> } | { readonly off: string };

/** Formats a value for that line. Nothing if left out. */
type Shown<Value> = (value: Value) => ShownSetting | undefined;

/** Text, measured in characters (code points). Required without a default. All of it is screened. */
export interface TextOption extends Described {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly default?: string;
}

export interface NumberOption extends Described {
  /** `whole` accepts integers only. */
  readonly kind: 'number' | 'whole';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** The value that stored requests without it meant, if not today's default. */
  readonly absent?: number;
  readonly shown?: Shown<number>;
}

export interface BooleanOption extends Described {
  readonly kind: 'boolean';
  readonly default: boolean;
  readonly absent?: boolean;
  readonly shown?: Shown<boolean>;
}

/** One of several names. A stored request may hold one that is no longer offered. */
export interface ChoiceOption extends Described {
  readonly kind: 'choice';
  readonly names: readonly string[];
  readonly default: string;
  readonly absent?: string;
  /** The label members see in place of a name. */
  readonly label?: (name: string) => string;
  /** Accepts any model file of this ComfyUI folder. `names` are then only the known ones. */
  readonly anyOf?: string;
  /** The choice becomes part of the prompt and is screened. */
  readonly words?: true;
  readonly shown?: Shown<string>;
}

/** What a picture is used for. Decides how the attachment is processed. */
export type PictureUse = 'face' | 'image' | 'mask';

/** A picture that goes with the request. Not part of the params, since its bytes are stored elsewhere. */
export interface PictureOption extends Described {
  readonly kind: 'picture';
  /** Whether it may show a person, who must have consented. */
  readonly person: boolean;
  /** An optional picture that was not sent is left out of the graph. */
  readonly required: boolean;
  readonly use: PictureUse;
  /** The longest side sent to the worker, in pixels. */
  readonly maxSide: number;
  /** The most pixels sent to the worker. Unlimited if left out. */
  readonly maxPixels?: number;
}

/** An option stored in the params. */
export type ValueOption = TextOption | NumberOption | BooleanOption | ChoiceOption;

export type Option = ValueOption | PictureOption;

/** A recipe's options by internal name, in display order. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The type of an option's value. */
type ValueOf<Given extends Option> = Given extends NumberOption
  ? number
  : Given extends BooleanOption
    ? boolean
    : string;

type ParamNames<Table extends OptionTable> = {
  [Name in keyof Table]: Table[Name] extends PictureOption ? never : Name;
}[keyof Table];

/** The values of all options in a table, with their types. */
export type ParamsOf<Table extends OptionTable> = {
  readonly [Name in ParamNames<Table>]: ValueOf<Table[Name]>;
};

/** The options of a table that are not pictures, in order. */
export function valueOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: ValueOption])[] {
  return Object.entries(table).flatMap(([name, option]) =>
    option.kind === 'picture' ? [] : [[name, option] as const],
  );
}

/** The picture options of a table, in order. */
export function pictureOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: PictureOption])[] {
  return Object.entries(table).flatMap(([name, option]) =>
    option.kind === 'picture' ? [[name, option] as const] : [],
  );
}

/** `negativePrompt` as members see it: `negative_prompt`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The internal name of `negative_prompt`: `negativePrompt`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What a member consents to: the use of one face photo, or of pictures and the people in them. */
export type ConsentAbout = 'face' | 'pictures';

/** The consent question for these picture options. */
export function consentAbout(options: OptionTable): ConsentAbout {
  const [first, ...others] = pictureOptions(options).filter(([, { person }]) => person);
  return first?.[1].use === 'face' && others.length === 0 ? 'face' : 'pictures';
}

/**
 * Schema of a new request: each value within its range, defaults for missing ones, no unknown keys.
 * `settingsProblem` explains a refusal.
 */
export function requestSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.strictObject(shapeOf(table, asked)).readonly());
}

/** The same, but drops unknown keys. */
export function knownSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.object(shapeOf(table, asked)).readonly());
}

/**
 * Schema of a stored request: the right types, whatever today's ranges and choices. Missing values get the
 * meaning they had then. Unknown keys are kept.
 */
export function storedSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.looseObject(shapeOf(table, stored)).readonly());
}

function shapeOf(table: OptionTable, schemaOf: (option: ValueOption) => z.ZodType) {
  return Object.fromEntries(valueOptions(table).map(([name, option]) => [name, schemaOf(option)]));
}

/** A shape built from a table has the table's names and types. The compiler cannot infer that. */
function ofTable<Table extends OptionTable>(schema: z.ZodType): z.ZodType<ParamsOf<Table>> {
  return schema as z.ZodType<ParamsOf<Table>>;
}

function asked(option: ValueOption): z.ZodType {
  switch (option.kind) {
    case 'text':
      return withDefault(text(option), option.default);
    case 'whole':
      return z.int().min(option.min).max(option.max).default(option.default);
    case 'number':
      return z.number().min(option.min).max(option.max).default(option.default);
    case 'boolean':
      return z.boolean().default(option.default);
    case 'choice':
      return (option.anyOf === undefined ? z.enum(option.names) : modelFile).default(
        option.default,
      );
  }
}

function text({ min, max }: TextOption): z.ZodType<string> {
  return z.string().refine((value) => {
    const length = Array.from(value).length;
    return length >= min && length <= max;
  });
}

function stored(option: ValueOption): z.ZodType {
  switch (option.kind) {
    case 'text':
      return withDefault(z.string(), option.default);
    case 'whole':
    case 'number':
      return z.number().default(option.absent ?? option.default);
    case 'boolean':
      return z.boolean().default(option.absent ?? option.default);
    case 'choice':
      return z.string().default(option.absent ?? option.default);
  }
}

function withDefault(schema: z.ZodType<string>, value: string | undefined): z.ZodType {
  return value === undefined ? schema : schema.default(value);
}
