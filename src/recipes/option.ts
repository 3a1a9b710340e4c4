import { z } from 'zod';
import { modelFile } from './model-file.ts';

/** What Discord shows beside the name, in place of the catalogue's words for options of that name. */
interface Described {
  readonly description?: string;
}

/** A setting in the line under a picture: as it is, or counted in a word of each language's. */
export type ShownSetting = string | { readonly steps: number };

/** How a value stands there. Nothing where it is left out. */
type Shown<Value> = (value: Value) => ShownSetting | undefined;

/** Words, measured in characters (code points). One without a default has to be filled in. All of them are screened. */
export interface TextOption extends Described {
  readonly kind: 'text';
  readonly min: number;
  readonly max: number;
  readonly default?: string;
}

export interface NumberOption extends Described {
  /** `whole` takes whole numbers only. */
  readonly kind: 'number' | 'whole';
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** What a stored request without it meant, where that is not the default of today. */
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
  /** What a person reads in place of a name. */
  readonly label?: (name: string) => string;
  /** Takes any model file of this one of ComfyUI's folders; `names` are then those that are known here. */
  readonly anyOf?: string;
  /** What is chosen becomes words of the request, and is screened as such. */
  readonly words?: true;
  readonly shown?: Shown<string>;
}

/** What a picture is for, which decides what is made of the file that somebody sends. */
export type PictureUse = 'face' | 'image' | 'mask';

/** A picture that goes with the request. It is no part of the params: its bytes lie elsewhere. */
export interface PictureOption extends Described {
  readonly kind: 'picture';
  /** Whether it may show somebody, who has to have agreed to that. */
  readonly person: boolean;
  /** One that may be left out is then no part of the graph. */
  readonly required: boolean;
  readonly use: PictureUse;
  /** The longest side that it is given to the worker with, in pixels. */
  readonly maxSide: number;
  /** How many pixels it may then have in all. Any number where it is left out. */
  readonly maxPixels?: number;
}

/** An option that is a part of the params. */
export type ValueOption = TextOption | NumberOption | BooleanOption | ChoiceOption;

export type Option = ValueOption | PictureOption;

/** A recipe's options by their names inside, in the order in which they are offered and shown. */
export type OptionTable = Readonly<Record<string, Option>>;

/** What an option's value is. */
type ValueOf<Given extends Option> = Given extends NumberOption
  ? number
  : Given extends BooleanOption
    ? boolean
    : string;

type ParamNames<Table extends OptionTable> = {
  [Name in keyof Table]: Table[Name] extends PictureOption ? never : Name;
}[keyof Table];

/** The values of a table's options: complete, each with its type. */
export type ParamsOf<Table extends OptionTable> = {
  readonly [Name in ParamNames<Table>]: ValueOf<Table[Name]>;
};

/** The options of a table that are not pictures, in their order. */
export function valueOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: ValueOption])[] {
  return Object.entries(table).flatMap(([name, option]) =>
    option.kind === 'picture' ? [] : [[name, option] as const],
  );
}

/** The pictures of a table, in their order. */
export function pictureOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: PictureOption])[] {
  return Object.entries(table).flatMap(([name, option]) =>
    option.kind === 'picture' ? [[name, option] as const] : [],
  );
}

/** `negativePrompt` as people see it: `negative_prompt`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `negative_prompt` as it is called inside: `negativePrompt`. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What somebody consents to: that the photo of one face is used, or pictures with whoever is in them. */
export type ConsentAbout = 'face' | 'pictures';

/** What somebody who sends the pictures of these options is asked. */
export function consentAbout(options: OptionTable): ConsentAbout {
  const [first, ...others] = pictureOptions(options).filter(([, { person }]) => person);
  return first?.[1].use === 'face' && others.length === 0 ? 'face' : 'pictures';
}

/**
 * What a person may ask for: each value within its range, nothing else, and the default where one is
 * left out. `settingsProblem` says what a refusal is about.
 */
export function requestSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.strictObject(shapeOf(table, asked)).readonly());
}

/** The same, but whatever is no option of the table is left out. */
export function knownSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.object(shapeOf(table, asked)).readonly());
}

/**
 * What a row may hold: of the right type, whatever the ranges and choices are today. What is missing
 * gets what it meant, and what is unknown is kept.
 */
export function storedSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.looseObject(shapeOf(table, stored)).readonly());
}

function shapeOf(table: OptionTable, schemaOf: (option: ValueOption) => z.ZodType) {
  return Object.fromEntries(valueOptions(table).map(([name, option]) => [name, schemaOf(option)]));
}

/** A shape made from a table has the table's names and types, which the compiler cannot follow. */
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
