import { AttachmentFlags, type APIAttachment } from 'discord-api-types/v10';
import { fileSize } from '../file-size.ts';
import { DownloadIcon, FileIcon } from './icons.tsx';
import { mosaicOf } from './mosaic.ts';
import { Picture } from './picture.tsx';
import { isPicture, isSpoiler } from './pictures-of.ts';
import { pictureAddress } from './web-address.ts';
import './attachments.css';

/** The files of a message that no embed shows: its pictures as a mosaic, and the others below. */
export function Attachments({ files }: { files: readonly APIAttachment[] }) {
  const pictures = files.filter(isPicture);
  const tiles = mosaicOf(pictures.length);
  const shown = pictures.map((file, index) => {
    const covered = isCovered(file);
    const look = pictures.length === 1 ? 'attachment' : `tile message-tile-${tiles[index]}`;
    const { width, height } = file;
    const size = width && height ? { width, height } : undefined;
    return (
      <Picture
        key={`${file.id} ${covered}`}
        address={file.url}
        alt={file.description ?? ''}
        {...{ look, covered, size }}
      />
    );
  });
  return (
    <>
      {shown.length > 1 ? <div class="message-mosaic">{shown}</div> : shown}
      {files
        .filter((file) => !isPicture(file))
        .map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
    </>
  );
}

/** By its name, as ever, or by its flag. */
function isCovered({ filename, flags }: APIAttachment): boolean {
  const isMarked = flags !== undefined && (flags & AttachmentFlags.IsSpoiler) !== 0;
  return isMarked || isSpoiler(filename);
}

function FileCard({ file: { filename, size, url, description } }: { file: APIAttachment }) {
  const address = pictureAddress(url);
  const link = {
    ...(address !== undefined && { href: address }),
    target: '_blank',
    rel: 'noopener noreferrer',
  } as const;
  return (
    <div class="message-file">
      <FileIcon />
      <span class="message-file-words">
        <a class="message-link message-file-name" title={description ?? filename} {...link}>
          {filename}
        </a>
        <span class="message-file-size">{fileSize(size)}</span>
      </span>
      <a
        class="message-file-download"
        download={filename}
        aria-label={`Download ${filename}`}
        {...link}
      >
        <DownloadIcon />
      </a>
    </div>
  );
}
