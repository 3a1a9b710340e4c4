import type { EntryType } from '../manifest.ts';
import type { Place } from './exported.ts';
import type { Size } from './shapes.ts';

/** An entry of a manifest without where its value goes, as it is written. */
export interface RoleEntry {
  readonly type: EntryType;
  readonly name?: string;
  readonly description?: string;
  readonly min?: number;
  readonly max?: number;
  readonly default?: string | number | boolean;
  readonly choices?: readonly (
    string | { readonly name: string; readonly value: string | number }
  )[];
  readonly sizes?: Readonly<Record<string, Size>>;
  readonly required?: boolean;
}

/** What some places of a graph are to people. */
export interface Role {
  readonly entry: RoleEntry;
  readonly places: readonly Place[];
  /** Of a picture: which part of it is a mask. */
  readonly mask?: string;
}

/** What a picture is called, with which part of it is a mask: members have to know that whatever it is called. */
export function withMask(called: string, mask: string | undefined): string {
  const aside = mask === undefined ? '' : `: ${mask}`;
  return `${called.slice(0, 100 - aside.length)}${aside}`;
}

/** The role as a manifest has it: of its nodes, each has those of the keys that it sets. */
export function entryOf({ entry, places }: Role) {
  const { type, name, ...more } = entry;
  const keys = [...new Set(places.map(({ input }) => input))];
  const isShape = type === 'aspect_ratio';
  return {
    type,
    ...(name !== undefined && { name }),
    ...(!isShape && { key: keys.length === 1 ? keys[0] : keys }),
    node_ids: [...new Set(places.map(({ node }) => node))],
    ...more,
  };
}

/** What members read as the option's name. */
export function nameOf({ entry: { type, name } }: Role): string {
  return name ?? type;
}
