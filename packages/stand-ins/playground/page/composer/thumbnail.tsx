import { useEffect, useState } from 'preact/hooks';
import './thumbnail.css';

/** A small picture of a file; the outline of a sheet where it is not a picture. */
export function Thumbnail({ file }: { file: File }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith('image/')) return undefined;
    const url = URL.createObjectURL(file);
    setAddress(url);
    return () => {
      setAddress(undefined);
      URL.revokeObjectURL(url);
    };
  }, [file]);
  if (address === undefined) return <span class="composer-sheet" aria-hidden="true" />;
  const noPicture = () => {
    setAddress(undefined);
  };
  return <img class="composer-thumbnail" src={address} alt="" onError={noPicture} />;
}
