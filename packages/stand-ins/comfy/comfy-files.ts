import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** ComfyUI's three folders; also the `type` of a file in its answers. */
export type FolderType = 'input' | 'output' | 'temp';

/** A file as ComfyUI names it in its answers. */
export interface ComfyFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: FolderType;
}

/** The files of one ComfyUI: `input`, `output` and `temp` in a folder of its own. */
export class ComfyFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
    this.#make();
  }

  /** Where a file lies or would lie; undefined where its name leads out of the folder. */
  path({ filename, subfolder, type }: ComfyFile): string | undefined {
    const root = join(this.folder, type);
    const path = resolve(root, subfolder, filename);
    return path.startsWith(root + sep) && !path.includes('\0') ? path : undefined;
  }

  /** A file's bytes, or undefined where there is none. */
  read(file: ComfyFile): Buffer | undefined {
    const path = this.path(file);
    return path !== undefined && isFile(path) ? readFileSync(path) : undefined;
  }

  /** Whether the file that LoadImage would take by this name is there. */
  hasInput(name: string): boolean {
    const path = this.path(inputFile(name));
    return path !== undefined && isFile(path);
  }

  /** Names of the input folder's files, as LoadImage lists them. */
  inputs(): readonly string[] {
    return readdirSync(join(this.folder, 'input')).sort();
  }

  /** Writes a file, and the folders on the way to it. False where it would lie outside. */
  write(file: ComfyFile, bytes: Uint8Array): boolean {
    const path = this.path(file);
    if (path === undefined) return false;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return true;
  }

  remove(file: ComfyFile): void {
    const path = this.path(file);
    if (path !== undefined) rmSync(path, { force: true });
  }

  /**
   * The next free name for a prefix, as `ComfyUI_00001_.png`: one above the highest number that
   * lies there. A prefix with a folder gives a subfolder; undefined where it leads outside.
   */
  nextFile(prefix: string, type: FolderType): ComfyFile | undefined {
    const root = join(this.folder, type);
    const target = resolve(root, prefix);
    if (!target.startsWith(root + sep)) return undefined;
    const stem = basename(target);
    const numbers = filesIn(dirname(target))
      .filter((name) => name.startsWith(`${stem}_`))
      .map((name) => Number.parseInt(name.slice(stem.length + 1), 10))
      .filter((number) => Number.isInteger(number));
    const number = Math.max(0, ...numbers) + 1;
    return {
      filename: `${stem}_${String(number).padStart(5, '0')}_.png`,
      subfolder: relative(root, dirname(target)),
      type,
    };
  }

  /** Removes every file. */
  clear(): void {
    for (const type of ['input', 'output', 'temp']) {
      rmSync(join(this.folder, type), { recursive: true, force: true });
    }
    this.#make();
  }

  #make(): void {
    for (const type of ['input', 'output', 'temp']) {
      mkdirSync(join(this.folder, type), { recursive: true });
    }
  }
}

/** A file by the name that LoadImage takes: in the input folder, unless it ends in ` [output]`. */
export function inputFile(name: string): ComfyFile {
  for (const type of ['input', 'output', 'temp'] as const) {
    const ending = ` [${type}]`;
    if (name.endsWith(ending)) {
      return { filename: name.slice(0, -ending.length), subfolder: '', type };
    }
  }
  return { filename: name, subfolder: '', type: 'input' };
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function isFile(path: string): boolean {
  // A name too long for the disk, such as base64, is no file either.
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
