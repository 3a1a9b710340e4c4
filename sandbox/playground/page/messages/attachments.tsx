import type { APIAttachment } from 'discord-api-types/v10';
import { fileSize } from '../file-size.ts';
import { DownloadIcon, FileIcon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { isPicture } from './pictures-of.ts';
import { pictureAddress } from './web-address.ts';
import './attachments.css';

/** The files of a message that no embed shows. */
export function Attachments({ files }: { files: readonly APIAttachment[] }) {
  return files.map((file) =>
    isPicture(file) ? (
      <Picture key={file.id} address={file.url} alt={file.description ?? ''} look="attachment" />
    ) : (
      <FileCard key={file.id} file={file} />
    ),
  );
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
