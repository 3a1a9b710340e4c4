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
