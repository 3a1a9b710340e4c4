import { useState } from 'preact/hooks';
import { Lightbox } from './lightbox.tsx';
import { pictureAddress } from './web-address.ts';
import './picture.css';

/** A picture in a message, which opens large. A spoiler is covered until somebody clicks it. */
export function Picture({
  address,
  alt,
  look,
  covered: coveredAtFirst = false,
  size,
}: {
  address: string;
  alt: string;
  /** Ends the name of its class. */
  look: string;
  /** Whether it is a spoiler. */
  covered?: boolean;
  /** In pixels, so that nothing moves once it is loaded. */
  size?: { readonly width: number; readonly height: number } | undefined;
}) {
  const [open, setOpen] = useState(false);
  const [covered, setCovered] = useState(coveredAtFirst);
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
        <img src={source} alt={name} {...size} />
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
