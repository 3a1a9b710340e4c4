import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Listens for files dropped or pasted anywhere on the page, or only while a dialog stands above it.
 *
 * @returns whether files are held above the page.
 */
export function useGivenFiles(give: (files: readonly File[]) => void, inDialog = false): boolean {
  const [held, setHeld] = useState(false);
  const latest = useRef(give);
  latest.current = give;
  useEffect(() => {
    const page = new AbortController();
    const { signal } = page;
    const take = (event: Event, data: DataTransfer | null) => {
      // Text copied from an office program comes with a picture of itself.
      if (!data?.types.includes('Files') || data.types.includes('text/plain')) return;
      event.preventDefault();
      const isMine = (document.querySelector('dialog[open]') !== null) === inDialog;
      if (isMine && data.files.length > 0) latest.current([...data.files]);
    };
    const hold = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setHeld(true);
    };
    const letGo = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setHeld(false);
    };
    const drop = (event: DragEvent) => {
      setHeld(false);
      take(event, event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => {
      take(event, event.clipboardData);
    };
    document.addEventListener('dragover', hold, { signal });
    document.addEventListener('dragleave', letGo, { signal });
    document.addEventListener('drop', drop, { signal });
    document.addEventListener('paste', paste, { signal });
    return () => {
      page.abort();
    };
  }, [inDialog]);
  return held;
}
