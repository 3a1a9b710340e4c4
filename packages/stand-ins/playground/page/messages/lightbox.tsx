import { useLayoutEffect, useRef } from 'preact/hooks';
import './lightbox.css';

/** A picture, large, above everything. Closing it gives the focus back to what opened it. */
export function Lightbox({
  address,
  alt,
  onClose,
}: {
  address: string;
  alt: string;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => {
    dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      class="message-lightbox"
      aria-label="Picture"
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) close();
      }}
    >
      <img class="message-lightbox-picture" src={address} alt={alt} onClick={close} />
      <p class="message-lightbox-bar">
        <a class="message-link" href={address} target="_blank" rel="noopener noreferrer">
          Open in browser
        </a>
        <button type="button" class="message-lightbox-close" onClick={close}>
          Close
        </button>
      </p>
    </dialog>
  );
}
