import { describe, expect, it } from 'vitest';
import { TableReader, TablesError, TableWriter } from '../../src/screening/lists/tables.ts';

function written(): Uint8Array {
  const tables = new TableWriter();
  tables.add(Uint8Array.of(1, 2, 255));
  tables.add(Int32Array.of(-1, 2 ** 31 - 1));
  tables.add(new Int32Array());
  tables.add(Uint16Array.of(65_535, 7, 8));
  return tables.bytes();
}

/** The same bytes, but for what this does to them. */
function changed(change: (bytes: Uint8Array) => Uint8Array | undefined): Uint8Array {
  const bytes = written();
  return change(bytes) ?? bytes;
}

describe('tables', () => {
  it('are read as they were written, without a copy', () => {
    const bytes = written();
    const tables = new TableReader(bytes);
    const [small, large, empty, middle] = [
      tables.bytes(),
      tables.int32(),
      tables.int32(),
      tables.uint16(),
    ];
    expect([...small]).toEqual([1, 2, 255]);
    expect([...large]).toEqual([-1, 2 ** 31 - 1]);
    expect([...empty]).toEqual([]);
    expect([...middle]).toEqual([65_535, 7, 8]);
    for (const table of [small, large, middle]) expect(table.buffer).toBe(bytes.buffer);
  });

  it('are read wherever they lie in other bytes', () => {
    const bytes = written();
    const within = new Uint8Array(bytes.length + 3);
    within.set(bytes, 3);
    expect([...new TableReader(within.subarray(3)).bytes()]).toEqual([1, 2, 255]);
  });

  it('are refused wherever they are cut off', () => {
    const bytes = written();
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => new TableReader(bytes.subarray(0, length)), `${length}`).toThrow(TablesError);
    }
  });

  it('are refused whichever byte is another', () => {
    for (let at = 0; at < written().length; at += 1) {
      const other = changed((bytes) => {
        bytes[at] = (bytes[at] ?? 0) ^ 0x10;
        return undefined;
      });
      expect(() => new TableReader(other), `${at}`).toThrow(TablesError);
    }
  });

  it('are refused with something behind them', () => {
    const longer = changed((bytes) => Uint8Array.of(...bytes, 0, 0, 0, 0));
    expect(() => new TableReader(longer)).toThrow(TablesError);
  });

  it('are not taken for others than they are', () => {
    expect(() => new TableReader(written()).int32()).toThrow(TablesError);
    const tables = new TableReader(written());
    for (const next of ['bytes', 'int32', 'int32', 'uint16'] as const) tables[next]();
    expect(() => tables.bytes()).toThrow(TablesError);
  });
});
