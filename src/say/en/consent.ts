/** How somebody says that a photo may be used. */
export const consent = {
  /**
   * The words by which a person consents, at most 80 characters. A change of wording is a new
   * version, since every record of consent names the one that was shown.
   */
  version: 1,
  wording: 'I am this person, or have their permission',
  question: [
    'Is the person in this photo you, or do you have their permission to use it?',
    'The photo is not fetched before you confirm, and is deleted once it has been used.',
  ],
};
