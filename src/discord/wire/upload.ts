import type { RequestData } from 'discord.js';
import type { StoredBytes } from '../../images/picture-store.ts';

/** A file that goes up with a message. */
export interface OutgoingFile {
  readonly name: string;
  /** Its media type; Discord goes by the name where it is left out. */
  readonly type?: string;
  readonly data: Uint8Array | StoredBytes;
}

/** A body with files beside it, in the order in which its `attachments` name them. */
export class Upload {
  readonly body: object;
  readonly files: readonly OutgoingFile[];

  constructor(body: object, files: readonly OutgoingFile[]) {
    this.body = body;
    this.files = files;
  }
}

/**
 * What discord.js is given to send. It would copy every file into a Blob (`resolveRequest` of
 * @discordjs/rest 2), so it is told to pass on an upload as it is, to the transport.
 */
export function sending(
  body: object,
  files: readonly OutgoingFile[] = [],
): Pick<RequestData, 'body' | 'passThroughBody'> {
  return files.length === 0 ? { body } : { body: new Upload(body, files), passThroughBody: true };
}
