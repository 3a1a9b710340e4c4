import type { APIFileUploadComponent, FileUploadType } from 'discord-api-types/v10';
import { isWithin } from './range.ts';

/** The endings that each group stands for (Discord's reference, File Type Filtering, August 2026). */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  image: ['.png', '.gif', '.jpg', '.jpeg', '.jfif', '.webp', '.avif'],
  video: ['.mp4', '.mov', '.qt', '.webm'],
  audio: ['.mp3', '.m4a', '.wav', '.ogg', '.opus', '.flac'],
};

/** What is wrong with the files that somebody picked. */
export type FilesFault =
  | { readonly kind: 'type'; readonly name: string; readonly types: readonly FileUploadType[] }
  | { readonly kind: 'count'; readonly least: number; readonly most: number };

/** How many files an upload takes: one where it says nothing (component reference, File Upload). */
export function fileRange({ min_values: least, max_values: most }: APIFileUploadComponent) {
  return { least: least ?? 1, most: most ?? 1 };
}

/** Whether files of that name are taken. Only the ending counts. */
export function takesFile(types: readonly FileUploadType[] | undefined, name: string): boolean {
  if (!types?.length) return true;
  const lower = name.toLowerCase();
  return types
    .flatMap((type) => GROUPS[type] ?? [type.toLowerCase()])
    .some((ending) => lower.endsWith(ending));
}

/** What is wrong with the files of these names, if anything is. */
export function filesFault(
  upload: APIFileUploadComponent,
  names: readonly string[],
): FilesFault | undefined {
  const { file_types: types } = upload;
  const wrong = names.find((name) => !takesFile(types, name));
  if (wrong !== undefined) return { kind: 'type', name: wrong, types: types ?? [] };
  if (names.length === 0 && upload.required === false) return undefined;
  const range = fileRange(upload);
  return isWithin(names.length, range) ? undefined : { kind: 'count', ...range };
}
