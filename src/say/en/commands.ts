/** What Discord shows of commands and their options, at most 100 characters each. */
export const commands = {
  imagine: 'Make a picture from words, and from a photo of a face if you like',
  image: 'Make pictures out of another one, by words',
  upscale: 'Make a picture larger, with more detail in it',
  jobs: 'All of your pictures, and where they stand',
  show: 'Where one of your pictures stands, and how it was made',
  help: 'How to make pictures here, and what is possible',
  status: 'The GPU workers, the queue, and the jobs of this bot',
  settings: 'What holds for all that you ask for: your own options, and how you are told',
  inspect: 'What a picture was made with, as far as its file says',
  privacy: 'What this bot keeps about you; take it with you, or have it erased',
  /** The name shown in a message's menu, at most 32 characters. */
  reportPicture: 'Report picture',
  reuseSettings: 'Reuse settings',
  useAsStart: 'Use as start picture',
  useAsFace: 'Use as face',
};

/** Options of what makes a picture, by their names in Discord. */
export const options = {
  prompt: 'What the picture shows',
  negative_prompt: 'What the picture should not show',
  aspect_ratio: 'The shape of the picture',
  steps: 'More steps take longer and add detail',
  cfg: 'How closely the picture follows the prompt',
  sampler: 'How noise becomes a picture',
  scheduler: 'How the noise is spread over the steps',
  denoise: 'Leave it at 1: without a start picture, less only spoils the result',
  count: 'How many pictures to make at once',
  factor: 'How much larger; a picture of more than a megapixel is made smaller first',
  seed: 'The same seed and settings make the same picture; -1 draws one',
  image: 'The picture to work on: one JPEG, PNG or WebP of up to 10 MiB',
  face: 'A photo of a face: one JPEG, PNG or WebP of up to 10 MiB',
  face_weight: 'How much the picture resembles the photo',
  faceid_weight: 'Acts on FaceID Plus V2 models only',
  private: 'Whether only you see it; pictures of people are never made so',
  spoiler: 'Whether the pictures are covered until somebody uncovers them',
};

/** The same where there is a picture to work on, for those that then mean something else. */
export const optionsWithPicture = {
  denoise: 'How much changes: 0.3 touches it up, 0.6 repaints it, 1 keeps next to nothing of it',
};
