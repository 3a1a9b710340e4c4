import { z } from 'zod';
import { modelFile } from './model-file.ts';
import {
  valueOptions,
  type OptionTable,
  type ParamsOf,
  type TextOption,
  type ValueOption,
} from './option.ts';

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
