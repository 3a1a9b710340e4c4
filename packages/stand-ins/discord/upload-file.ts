import type { APIAttachment } from 'discord.js';
import { contentTypeOf, keptName } from './cdn.ts';
import type { PersonsFile } from './option-value.ts';
import type { Surroundings } from './send-interaction.ts';

/** Puts a person's file on the CDN, and says how an interaction shows it. */
export function uploadFile(
  { applicationId, cdn, snowflakes }: Surroundings,
  { name, bytes, contentType, pixels }: PersonsFile,
): APIAttachment {
  const id = snowflakes.next();
  const filename = keptName(name);
  const type = contentType ?? contentTypeOf(filename);
  const file = { name: filename, bytes: Buffer.from(bytes), contentType: type };
  const url = cdn.putPersonsFile(applicationId, id, file);
  return {
    id,
    filename,
    size: bytes.length,
    url,
    proxy_url: url,
    content_type: type,
    ...pixels,
    ephemeral: true,
  };
}
