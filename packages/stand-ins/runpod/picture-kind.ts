/** Tells from its first bytes what kind of picture a bare base64 text holds; undefined: none. */
export function pictureKind(base64: string): 'png' | 'jpeg' | 'webp' | undefined {
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
  const head = Buffer.from(base64.slice(0, 24), 'base64').toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  return undefined;
}
