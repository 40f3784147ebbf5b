import { useEffect, useState } from 'react';

/** An address for an encoded picture, for as long as the component shows it. */
export function useImageUrl(bytes: Uint8Array | null, type: 'image/jpeg' | 'image/png' = 'image/jpeg') {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!bytes) {
      setUrl(null);
      return;
    }
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return url;
}
