import type { APIFileUploadComponent, FileUploadType } from 'discord-api-types/v10';
import { useRef } from 'preact/hooks';
import { fileRange } from '../../../discord/rules/file-rules.ts';
import { Cross } from '../composer/cross.tsx';
import { Thumbnail } from '../composer/thumbnail.tsx';
import { fileSize } from '../file-size.ts';
import { withFiles } from './given-files.ts';
import type { ControlProps } from './modal-field.tsx';

/** Files that somebody picks, and what was picked. */
export function ModalFiles({
  input,
  control,
  files,
  change,
}: {
  readonly input: APIFileUploadComponent;
  readonly control: ControlProps;
  readonly files: readonly File[];
  readonly change: (files: readonly File[]) => void;
}) {
  const chooser = useRef<HTMLInputElement>(null);
  const { most } = fileRange(input);
  return (
    <div class="modal-files">
      <input
        ref={chooser}
        type="file"
        hidden
        multiple={most > 1}
        accept={(input.file_types ?? []).map(acceptedType).join(',')}
        aria-labelledby={control.labelledBy}
        onChange={({ currentTarget }) => {
          change(withFiles(input, files, [...(currentTarget.files ?? [])]));
          // So that the same file can be picked again.
          currentTarget.value = '';
        }}
      />
      {files.map((file, index) => (
        <p key={`${index} ${file.name}`} class="modal-file">
          <Thumbnail file={file} />
          <span class="modal-file-name">{file.name}</span>
          <span class="modal-description">{fileSize(file.size)}</span>
          <button
            type="button"
            class="modal-file-remove"
            aria-label={`Remove ${file.name}`}
            onClick={() => {
              change(files.filter((one) => one !== file));
              document.getElementById(control.id)?.focus();
            }}
          >
            <Cross size={14} />
          </button>
        </p>
      ))}
      <button
        id={control.id}
        type="button"
        class="modal-file-pick"
        aria-labelledby={`${control.labelledBy} ${control.id}`}
        aria-describedby={control.describedBy}
        onClick={() => chooser.current?.click()}
      >
        {most === 1 ? 'Choose a file' : `Choose up to ${most} files`}
      </button>
    </div>
  );
}

function acceptedType(type: FileUploadType): string {
  return type === 'audio' || type === 'image' || type === 'video' ? `${type}/*` : type;
}
