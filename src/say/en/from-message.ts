/** What is made of somebody's message. */
export const fromMessage = {
  /** Of the file that `/inspect` reads, at most 100 characters. */
  inspected: 'The picture, as a PNG of ComfyUI or of AUTOMATIC1111’s web UI',
  which: 'Which of these pictures?',
  /** Above what a picture was made with, as a line that can be sent. */
  found:
    'This is what it was made with, as far as its file says. Send the line, or change it in a form:',
  left: (names: string) => `Left to its default, since it is not taken here: ${names}.`,
  isCut: 'The words were too long, and their end was left out.',
  make: 'Make it',
  /** Above a picture of somebody's own, and of somebody else. */
  useOwn: (you: string) => `${you}, this uses your picture. Say in a form what to make of it.`,
  useOthers: (poster: string) =>
    `Say in a form what to make of this picture. ${poster} is then asked here whether it may be used.`,
  form: 'Open the form',
  /** Asked of whoever posted it, by its option's kind. */
  question: {
    face: (poster: string, asker: string, link: string) =>
      `${poster}, ${asker} would like to make a picture with the face in [yours](${link}).`,
    pictures: (poster: string, asker: string, link: string) =>
      `${poster}, ${asker} would like to make something of [your picture](${link}).`,
  },
  terms: [
    'It is not fetched before you say yes, and is deleted once it has been used. You can take a yes back with `/privacy`.',
    'Without an answer this closes within an hour.',
  ],
  no: 'No',
  showPrompt: 'Show prompt',
  from: (link: string) => `Made from [this picture](${link})`,
};
