import { z } from 'zod';
import { valueOptions, type Option, type OptionTable, type ParamsOf } from './option.ts';

type ValueOption = Exclude<Option, { readonly kind: 'picture' }>;

/**
 * What a person may ask for: each value within its range, nothing else, and the default where one is
 * left out. Turn a refusal into words with `settingsProblem`.
 */
export function requestSchema<Table extends OptionTable>(table: Table): z.ZodType<ParamsOf<Table>> {
  return ofTable(z.strictObject(shapeOf(table, asked)).readonly());
}

/** The same, where whatever is no option of the table is left out. */
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

/** A shape that is made of a table has the table's names and types, which no type can follow. */
function ofTable<Table extends OptionTable>(schema: z.ZodType): z.ZodType<ParamsOf<Table>> {
  return schema as z.ZodType<ParamsOf<Table>>;
}

function asked(option: ValueOption): z.ZodType {
  switch (option.kind) {
    case 'text':
      return withDefault(text(option), option.default);
    case 'whole': {
      const problem = `must be a whole number from ${option.min} to ${option.max}`;
      return z
        .int(problem)
        .min(option.min, problem)
        .max(option.max, problem)
        .default(option.default);
    }
    case 'number': {
      const problem = `must be a number from ${option.min} to ${option.max}`;
      return z
        .number(problem)
        .min(option.min, problem)
        .max(option.max, problem)
        .default(option.default);
    }
    case 'choice':
      return z
        .enum(option.names, `must be one of ${option.names.join(', ')}`)
        .default(option.default);
  }
}

function text({ min, max }: { readonly min: number; readonly max: number }): z.ZodType<string> {
  const problem =
    min > 0 ? `must have ${min} to ${max} characters` : `must have up to ${max} characters`;
  return z.string(problem).refine((value) => {
    const length = Array.from(value).length;
    return length >= min && length <= max;
  }, problem);
}

function stored(option: ValueOption): z.ZodType {
  switch (option.kind) {
    case 'text':
      return withDefault(z.string(), option.default);
    case 'whole':
    case 'number':
      return z.number().default(option.absent ?? option.default);
    case 'choice':
      return z.string().default(option.absent ?? option.default);
  }
}

function withDefault(schema: z.ZodType<string>, value: string | undefined): z.ZodType {
  return value === undefined ? schema : schema.default(value);
}
