/**
 * How somebody says that pictures may be used: by words of at most 80 characters. A change of wording
 * is a new version, which no other has, since every record of consent names the one that was shown.
 */
export const consent = {
  /** To the photo of one face. */
  face: {
    version: 1,
    wording: 'I am this person, or have their permission',
    question: [
      'Is the person in this photo you, or do you have their permission to use it?',
      'The photo is not fetched before you confirm, and is deleted once it has been used.',
    ],
  },
  /** To whatever was sent, one picture or several, with anybody or nobody in them. */
  pictures: {
    version: 2,
    wording: 'Everybody shown is me, or has given me permission',
    question: [
      'If anybody can be seen in what you sent: is it you, or do you have their permission to use it?',
      'Nothing of it is fetched before you confirm, and all of it is deleted once it has been used.',
    ],
  },
};

/** How somebody says that another person may use a picture that they posted. */
export const posterConsent = {
  version: 3,
  wording: 'Yes, and everybody shown is me or has agreed',
};
