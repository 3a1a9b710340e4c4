import { useState } from 'preact/hooks';
import { Lightbox } from './lightbox.tsx';
import { isSpoiler } from './pictures-of.ts';
import { pictureAddress } from './web-address.ts';
import './picture.css';

/** A picture in a message, which opens large. A spoiler is covered until somebody clicks it. */
export function Picture({
  address,
  alt,
  look,
}: {
  address: string;
  alt: string;
  look: 'embed' | 'attachment' | 'thumbnail';
}) {
  const [open, setOpen] = useState(false);
  const [covered, setCovered] = useState(isSpoiler(address.split('?', 1)[0] ?? ''));
  const source = pictureAddress(address);
  if (source === undefined) return null;
  const name = alt || 'Picture without description';
  return (
    <div class={`message-picture message-picture-${look}`}>
      <button
        type="button"
        class={covered ? 'message-picture-open message-picture-covered' : 'message-picture-open'}
        aria-label={covered ? 'Spoiler picture. Show it' : undefined}
        aria-haspopup={covered ? undefined : 'dialog'}
        onClick={() => {
          if (covered) setCovered(false);
          else setOpen(true);
        }}
      >
        <img src={source} alt={name} />
        {covered && <span class="message-picture-label">Spoiler</span>}
      </button>
      {open && (
        <Lightbox
          address={source}
          alt={name}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}
