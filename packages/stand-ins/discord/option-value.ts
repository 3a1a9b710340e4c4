import type { PictureSize } from './picture-size.ts';
import type { Channel, Person, Role } from './world.ts';

/** A file that a person picks from their device. */
export interface PersonsFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What Discord will call it. Default: by the name's ending. */
  readonly contentType?: string;
  /** How large its picture is, where it is one. */
  readonly pixels?: PictureSize;
}

export type OptionValue = string | number | boolean | PersonsFile | Person | Channel | Role;

/** What a person fills in, by option name. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

export function isFile(value: OptionValue): value is PersonsFile {
  return typeof value === 'object' && 'bytes' in value;
}

export function isPerson(value: OptionValue): value is Person {
  return typeof value === 'object' && 'username' in value;
}

export function isRole(value: OptionValue): value is Role {
  return typeof value === 'object' && 'mentionable' in value;
}

export function isChannel(value: OptionValue): value is Channel {
  return typeof value === 'object' && 'type' in value;
}
