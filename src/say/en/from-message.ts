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
};
