import type { FileUploadType } from 'discord-api-types/v10';
import { useRef } from 'preact/hooks';
import { FieldFrame } from './field-frame.tsx';
import { controlId, controlProps, labelId, type FieldParts } from './field-parts.ts';
import { fileSize } from '../file-size.ts';
import { Thumbnail } from './thumbnail.tsx';
import './file-field.css';

/** An option that takes a file. */
export function FileField({ parts, file }: { parts: FieldParts; file: File | undefined }) {
  const chooser = useRef<HTMLInputElement>(null);
  const { field, actions } = parts;
  const { option } = field;
  const types = 'file_types' in option ? (option.file_types ?? []) : [];
  return (
    <FieldFrame parts={parts}>
      <input
        ref={chooser}
        type="file"
        hidden
        accept={types.map(acceptedType).join(',')}
        aria-label={`File for ${option.label ?? option.name}`}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen) actions.choose(chosen);
          // So that the same file can be chosen again.
          currentTarget.value = '';
        }}
      />
      <button
        {...controlProps(parts)}
        aria-invalid={undefined}
        aria-labelledby={`${labelId(parts.id)} ${controlId(parts.id)}`}
        type="button"
        class="composer-file"
        onClick={() => chooser.current?.click()}
        onKeyDown={(event) => {
          if (event.repeat || (event.key !== 'Backspace' && event.key !== 'Delete')) return;
          event.preventDefault();
          if (file) actions.remove();
          else actions.erase();
        }}
      >
        {file ? (
          <>
            <Thumbnail file={file} />
            <span class="composer-file-name">{file.name}</span>
            <span class="composer-file-size">{fileSize(file.size)}</span>
          </>
        ) : (
          'Choose a file'
        )}
      </button>
    </FieldFrame>
  );
}

function acceptedType(type: FileUploadType): string {
  return type === 'audio' || type === 'image' || type === 'video' ? `${type}/*` : type;
}
