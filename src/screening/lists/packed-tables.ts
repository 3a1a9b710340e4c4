import { deserialize, serialize } from 'node:v8';
import { z } from 'zod';
import { isRecord } from '../../engines/record.ts';

/** Tables of numbers in a compiled file. */
export const int32 = z.instanceof(Int32Array);
export const uint16 = z.instanceof(Uint16Array);
export const uint8 = z.instanceof(Uint8Array);

type Table = Int32Array | Uint16Array | Uint8Array;
type View = (buffer: ArrayBufferLike, at: number, length: number) => Table;

/** By the name of its class. */
const VIEWS = {
  Int32Array: (buffer, at, length) => new Int32Array(buffer, at, length),
  Uint16Array: (buffer, at, length) => new Uint16Array(buffer, at, length),
  Uint8Array: (buffer, at, length) => new Uint8Array(buffer, at, length),
} as const satisfies Record<string, View>;

/** Stands for a table: where it begins among the tables, in bytes, and how many numbers it has. */
const place = z.strictObject({
  table: z.enum(['Int32Array', 'Uint16Array', 'Uint8Array']),
  at: z.int(),
  length: z.int(),
});

/** The length of the values without their tables, at the start. */
const LENGTH_BYTES = 4;
/** Every table begins at a multiple of its largest number's size. */
const ALIGNMENT = 4;

const padded = (length: number) => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/** Nested values with tables in them as bytes: the values first, then all tables end to end. */
export function packTables(value: unknown): Buffer {
  const tables: { readonly at: number; readonly table: Table }[] = [];
  let end = 0;
  const values = serialize(
    replaceAll(value, (table) => {
      if (!isTable(table)) return undefined;
      const at = end;
      tables.push({ at, table });
      end += padded(table.byteLength);
      return { table: table.constructor.name, at, length: table.length };
    }),
  );
  const first = LENGTH_BYTES + padded(values.length);
  const packed = Buffer.alloc(first + end);
  packed.writeUInt32LE(values.length);
  packed.set(values, LENGTH_BYTES);
  for (const { at, table } of tables) {
    packed.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), first + at);
  }
  return packed;
}

/**
 * Reads what {@link packTables} wrote. The tables are views of these very bytes: copied one by one they
 * left 14 MB of holes in the memory of the process, more than the tables themselves.
 */
export function unpackTables(bytes: Uint8Array): unknown {
  const isAligned = bytes.byteOffset % ALIGNMENT === 0;
  const { buffer, byteOffset } = isAligned ? bytes : new Uint8Array(bytes);
  const [length = 0] = new Uint32Array(buffer, byteOffset, 1);
  const first = byteOffset + LENGTH_BYTES + padded(length);
  const values: unknown = deserialize(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  return replaceAll(values, (value) => {
    const { data } = place.safeParse(value);
    return data && VIEWS[data.table](buffer, first + data.at, data.length);
  });
}

/** The value with parts of it replaced, at any depth of its objects and arrays. */
function replaceAll(value: unknown, replace: (part: unknown) => unknown): unknown {
  const other = replace(value);
  if (other !== undefined) return other;
  if (Array.isArray(value)) return value.map((part) => replaceAll(part, replace));
  if (!isRecord(value) || value instanceof Map || value instanceof Set) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, replaceAll(part, replace)]),
  );
}

function isTable(value: unknown): value is Table {
  return value instanceof Int32Array || value instanceof Uint16Array || value instanceof Uint8Array;
}
