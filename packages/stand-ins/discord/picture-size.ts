import sharp from 'sharp';
import { isShownPicture } from './cdn.ts';
import type { ModalFields } from './modal-form.ts';
import type { ModalValue } from './modal-value.ts';
import { isFile, type OptionValue, type OptionValues, type PersonsFile } from './option-value.ts';

/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** How large a file's picture is, which Discord says of pictures alone. */
export async function pictureSize(
  name: string,
  bytes: Uint8Array,
): Promise<PictureSize | undefined> {
  if (!isShownPicture(name)) return undefined;
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    // It only has the name of a picture.
    return undefined;
  }
}

/** A person's file as Discord gets to know it. */
export async function measured(file: PersonsFile): Promise<PersonsFile> {
  const pixels = await pictureSize(file.name, file.bytes);
  return { ...file, ...(pixels && { pixels }) };
}

/** The values, with every file in them measured. */
export async function withMeasuredFiles(values: OptionValues): Promise<OptionValues> {
  if (!Object.values(values).some(isFile)) return values;
  const entries = Object.entries(values).map(
    async ([name, value]): Promise<[string, OptionValue]> => [
      name,
      isFile(value) ? await measured(value) : value,
    ],
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The fields of a modal, with every file in them measured. */
export async function withMeasuredUploads(fields: ModalFields): Promise<ModalFields> {
  const entries = Object.entries(fields).map(
    async ([name, value]): Promise<[string, ModalValue]> => [
      name,
      typeof value === 'object' && value.every((one) => typeof one === 'object')
        ? await Promise.all(value.map(measured))
        : value,
    ],
  );
  return Object.fromEntries(await Promise.all(entries));
}
