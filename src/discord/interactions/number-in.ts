/**
 * A number in a text, which may have a comma for a point; the text itself where it is none, which no option takes. Small ones
 * may be written with an exponent, as a field is filled with them.
 */
export function numberIn(text: string): number | string {
  const plain = text.trim().replace(',', '.');
  return /^[+-]?\d{1,16}(\.\d{1,24})?(e-\d{1,3})?$/.test(plain) ? Number(plain) : text;
}
