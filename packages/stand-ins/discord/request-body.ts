import type { Context } from 'hono';
import type { LoopbackEnv } from '../loopback.ts';
import { FormErrors, refuse } from './discord-error.ts';
import { isRecord } from './form.ts';
import { pictureSize, type PictureSize } from './picture-size.ts';
import { ATTACHMENT_SIZE_LIMIT } from './world.ts';

/** Most files that one message takes (from Discord's API reference). */
const MOST_FILES = 10;

/** A file as it came in a `files[n]` part. */
export interface Upload {
  /** The `n`, by which the body's `attachments` refer to it. */
  readonly index: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** How large its picture is, where it is one. */
  readonly pixels?: PictureSize;
}

/** A request's body: its JSON, unchecked, and the files beside it. */
export interface RequestBody {
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

/**
 * Reads JSON, or multipart with `payload_json` and `files[n]`. Throws 50109 on broken JSON, 40005
 * on a file of more than `largestFile` bytes, 50035 on more than ten files.
 */
export async function readBody(
  c: Context<LoopbackEnv>,
  largestFile = ATTACHMENT_SIZE_LIMIT,
): Promise<RequestBody> {
  if (!(c.req.header('content-type') ?? '').startsWith('multipart/form-data')) {
    return { json: parseJson(await c.req.text()), uploads: [] };
  }
  const uploads: Upload[] = [];
  let json: unknown = {};
  for (const [name, part] of (await c.req.formData()).entries()) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index !== undefined && typeof part !== 'string') {
      const bytes = Buffer.from(await part.arrayBuffer());
      const pixels = await pictureSize(part.name, bytes);
      uploads.push({ index, name: part.name, bytes, ...(pixels && { pixels }) });
    } else if (name === 'payload_json') {
      json = parseJson(typeof part === 'string' ? part : await part.text());
    }
  }
  if (uploads.some(({ bytes }) => bytes.length > largestFile)) throw refuse.tooLarge();
  if (uploads.length > MOST_FILES) {
    const errors = new FormErrors();
    errors.add(['files'], 'BASE_TYPE_MAX_LENGTH', `Must be ${MOST_FILES} or fewer in length.`);
    errors.throwIfAny();
  }
  return { json, uploads };
}

function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return withTextIds(JSON.parse(text));
  } catch (error) {
    throw error instanceof SyntaxError ? refuse.invalidJson() : error;
  }
}

/** Discord takes an attachment's id as a number too; its schemas know text only. */
function withTextIds(json: unknown): unknown {
  if (!isRecord(json)) return json;
  const { attachments, data } = json;
  return {
    ...json,
    ...(Array.isArray(attachments) && {
      attachments: attachments.map((file: unknown) =>
        isRecord(file) && typeof file.id === 'number' ? { ...file, id: String(file.id) } : file,
      ),
    }),
    ...(isRecord(data) && { data: withTextIds(data) }),
  };
}
