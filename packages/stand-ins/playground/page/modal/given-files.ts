import type { APIFileUploadComponent } from 'discord-api-types/v10';
import { fileRange } from '../../../discord/rules/file-rules.ts';

/** The files once others are given: where there is one only, the last takes its place. */
export function withFiles(
  input: APIFileUploadComponent,
  files: readonly File[],
  given: readonly File[],
): readonly File[] {
  const { most } = fileRange(input);
  return most === 1 ? [...files, ...given].slice(-1) : [...files, ...given].slice(0, most);
}
