/** The address if it may be linked to: http and https only. */
export function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || !/^https?:\/\//i.test(address)) return undefined;
  return URL.canParse(address) ? address : undefined;
}

/** The address if a picture may come from there: the web, or the page's own server. */
export function pictureAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^\/(?!\/)/.test(address) ? address : webAddress(address);
}
