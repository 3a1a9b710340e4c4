/** A picture of which nothing came that is small enough to be passed on. */
export class PictureTooLarge extends Error {
  override readonly name = 'PictureTooLarge';
}
