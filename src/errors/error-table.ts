/**
 * Who can do something about an error: `person` the one who asked, `operator` whoever runs the
 * bot or the server, `passing` nobody (it passes), `worker` is what the GPU worker said.
 */
export type ErrorSort = 'person' | 'operator' | 'passing' | 'worker';

/** One row of the table. */
export interface ErrorEntry {
  readonly sort: ErrorSort;
  /** What happened, one sentence. `{name}` is filled from the error's facts. */
  readonly what: string;
  /** What to do next, one sentence. */
  readonly next: string;
}

/** Every error that a person can meet, by its stable code. The table in docs/errors.md is held to this. */
export const ERRORS = {
  bad_option: {
    sort: 'person',
    what: '`{option}` {problem}.',
    next: 'Change it and send the command again.',
  },
  not_a_picture: {
    sort: 'person',
    what: 'That file is not a picture I can read.',
    next: 'Send a JPEG, PNG or WebP of up to 10 MiB.',
  },
  picture_too_large: {
    sort: 'person',
    what: 'That picture is larger than 10 MiB.',
    next: 'Send a smaller JPEG, PNG or WebP.',
  },
  picture_too_many_pixels: {
    sort: 'person',
    what: 'That picture has more than 24 million pixels.',
    next: 'Make it smaller and send it again.',
  },
  picture_moves: {
    sort: 'person',
    what: 'That file holds more than one picture.',
    next: 'Send a still JPEG, PNG or WebP.',
  },
  photo_gone: {
    sort: 'person',
    what: 'Discord no longer has that photo.',
    next: 'Use /imagine and attach it again.',
  },
  photo_needed_again: {
    sort: 'person',
    what: 'Photos are not kept, so this one has to be sent again.',
    next: 'Use /imagine with the same words and attach it again.',
  },
  photo_refused: {
    sort: 'person',
    what: 'I take photos only from Discord itself.',
    next: 'Attach the photo to the command.',
  },
  too_many_actions: {
    sort: 'person',
    what: 'You are faster than I can follow.',
    next: 'Try again <t:{at}:R>.',
  },
  export_too_soon: {
    sort: 'person',
    what: 'You had a copy of your data within the last hour.',
    next: 'Ask again <t:{at}:R>.',
  },
  export_under_way: {
    sort: 'person',
    what: 'A copy of your data is on its way to you already.',
    next: 'It comes as soon as it is ready.',
  },
  not_your_job: {
    sort: 'person',
    what: 'Only {who} or a moderator can cancel this.',
    next: 'Ask one of them.',
  },
  not_your_request: {
    sort: 'person',
    what: 'Only {who} can do that.',
    next: 'Use /imagine for a picture of your own.',
  },
  already_over: {
    sort: 'person',
    what: 'Too late: this job is {state} already.',
    next: 'Its message shows how it ended.',
  },
  already_confirmed: {
    sort: 'person',
    what: 'You have confirmed this already.',
    next: 'Its message in this channel shows how it goes.',
  },
  already_tried_again: {
    sort: 'person',
    what: 'This was tried again already.',
    next: 'Look for {link}.',
  },
  not_failed: {
    sort: 'person',
    what: 'Only a job that failed can be tried again.',
    next: 'Use /imagine for another picture.',
  },
  consent_lapsed: {
    sort: 'person',
    what: 'That question was open for ten minutes and has closed.',
    next: 'Use /imagine again and confirm in time.',
  },
  prompt_minor: {
    sort: 'person',
    what: 'I make nothing sexual or suggestive where minors are spoken of, for anybody, anywhere, and the words were read so (“{term}” beside “{beside}”).',
    next: 'Ask for something else, or say it in other words where you were misread.',
  },
  prompt_face: {
    sort: 'person',
    what: 'I make no sexual, nude or revealing pictures of real people, and the words ask for one (“{term}”).',
    next: 'Change the words, or leave the photo out.',
  },
  prompt_explicit: {
    sort: 'person',
    what: 'Explicit pictures have no place in this channel, and the words ask for one (“{term}”).',
    next: 'Change the words, or use an age-restricted channel.',
  },
  prompt_unreadable: {
    sort: 'person',
    what: 'These words are written in so many signs and ways at once that I cannot read them.',
    next: 'Write them plainly, with fewer special characters.',
  },
  blocked: {
    sort: 'person',
    what: 'The moderators of this server have blocked you from making and reporting pictures.',
    next: 'Ask one of them.',
  },
  moderators_only: {
    sort: 'person',
    what: 'That is for people who manage this server, or have the role that it chose for this.',
    next: 'Ask one of them.',
  },
  server_managers_only: {
    sort: 'person',
    what: 'That is for people who manage this server.',
    next: 'Ask one of them.',
  },
  already_reported: {
    sort: 'person',
    what: 'You have reported this picture already.',
    next: 'The moderators decide about it.',
  },
  too_many_reports: {
    sort: 'person',
    what: 'You have made as many reports as you may in an hour ({count}).',
    next: 'You can report again <t:{at}:R>; if it cannot wait, tell a moderator.',
  },
  not_reportable: {
    sort: 'person',
    what: 'There is no picture of mine in that message.',
    next: 'Use it on a message that shows one.',
  },
  already_decided: {
    sort: 'person',
    what: 'That was decided already.',
    next: 'The message shows how.',
  },
  own_picture: {
    sort: 'person',
    what: 'You asked for this picture yourself.',
    next: 'Leave it to another moderator, or remove it.',
  },
  picture_not_here: {
    sort: 'person',
    what: 'The picture is no longer here.',
    next: 'Its message may still show it.',
  },
  unknown_person: {
    sort: 'person',
    what: 'I do not know any more who that was.',
    next: 'Use /moderation block with their name, if you know it.',
  },
  not_yours: {
    sort: 'person',
    what: 'That was asked by somebody else.',
    next: 'Use /privacy yourself.',
  },
  unknown_job: {
    sort: 'person',
    what: 'I do not know that job any more.',
    next: 'Use /imagine for a new picture.',
  },
  servers_only: {
    sort: 'person',
    what: 'I work in servers only.',
    next: 'Use me in a channel of a server that I am in.',
  },
  unknown_action: {
    sort: 'person',
    what: 'I do not know that command or button any more.',
    next: 'Reload Discord and try again.',
  },
  too_many_at_once: {
    sort: 'person',
    what: 'You have as many pictures under way as you may at a time ({count}).',
    next: 'Ask again as soon as one of them is done, or cancel one.',
  },
  too_many_an_hour: {
    sort: 'person',
    what: 'You have asked for as many pictures as you may in an hour ({count}).',
    next: 'You can ask again <t:{at}:R>.',
  },
  server_too_many_at_once: {
    sort: 'person',
    what: 'This server has as many pictures under way as it may at a time ({count}).',
    next: 'Ask again as soon as one of them is done.',
  },
  server_too_many_an_hour: {
    sort: 'person',
    what: 'This server has asked for as many pictures as it may in an hour ({count}).',
    next: 'You can ask again <t:{at}:R>.',
  },
  not_for_this_server: {
    sort: 'operator',
    what: 'I am the bot of {owner}, and work only in the servers that I was set up for.',
    next: 'Ask them, or remove me from this server.',
  },
  faces_off: {
    sort: 'operator',
    what: 'Pictures from a photo are switched off on this bot.',
    next: 'Leave the photo out, or ask its operator.',
  },
  ordinary_channels_off: {
    sort: 'operator',
    what: 'This bot makes pictures in age-restricted channels only.',
    next: 'Use it in one, or ask its operator to set a general-audience checkpoint.',
  },
  permissions_missing: {
    sort: 'operator',
    what: 'I cannot post pictures here: I lack {permissions} in this channel.',
    next: 'Ask somebody who manages this server to allow it.',
  },
  key_refused: {
    sort: 'operator',
    what: "The GPU service refused the bot's key.",
    next: 'Its operator has been told in the log; try again later.',
  },
  endpoint_unknown: {
    sort: 'operator',
    what: "The GPU service does not know the bot's endpoint.",
    next: 'Its operator has been told in the log; try again later.',
  },
  request_refused: {
    sort: 'operator',
    what: 'The GPU service refused this request.',
    next: 'Its operator has been told in the log; other settings may work.',
  },
  storage_failed: {
    sort: 'operator',
    what: 'The picture was made but could not be stored.',
    next: 'Its operator has been told in the log; try again later.',
  },
  log_unwritable: {
    sort: 'operator',
    what: 'I cannot write anything down at the moment, so I did not do this.',
    next: 'Its operator has been told in the log; try again in a few minutes.',
  },
  other_version: {
    sort: 'passing',
    what: 'This was made by another version of the bot.',
    next: 'This one cannot read what was asked for. Use /imagine to ask again.',
  },
  unexpected: {
    sort: 'operator',
    what: 'Something went wrong in the bot itself.',
    next: 'Its operator has been told in the log; try again.',
  },
  discord_refuses: {
    sort: 'passing',
    what: 'Discord has refused so much of what I asked that I ask it nothing more for a while.',
    next: 'Try again in ten minutes.',
  },
  photo_unreachable: {
    sort: 'passing',
    what: 'I could not fetch that photo from Discord.',
    next: 'Try again in a minute.',
  },
  service_busy: {
    sort: 'passing',
    what: 'The GPU service was too busy to take this job.',
    next: 'Try again in a few minutes.',
  },
  service_unreachable: {
    sort: 'passing',
    what: 'The GPU service cannot be reached.',
    next: 'Try again in a few minutes.',
  },
  submission_lost: {
    sort: 'passing',
    what: 'The GPU service was asked more than once and its answers were lost; it may have charged for this.',
    next: 'Try again in a few minutes.',
  },
  result_lost: {
    sort: 'passing',
    what: 'The GPU service no longer knows this job, so its picture is lost.',
    next: 'Try again.',
  },
  result_unreadable: {
    sort: 'operator',
    what: "The GPU service's answer could not be read, so the picture is lost.",
    next: 'Its operator has been told in the log; a smaller picture may work.',
  },
  no_gpu_in_time: {
    sort: 'passing',
    what: 'No GPU took this job within {minutes} minutes.',
    next: 'Try again when it is less busy; if it stays so, tell the operator.',
  },
  no_turn_in_time: {
    sort: 'passing',
    what: 'Too many pictures were asked for, and the turn of this one did not come within {minutes} minutes.',
    next: 'Try again when it is less busy.',
  },
  gpu_time_spent: {
    sort: 'passing',
    what: 'The GPU time that this bot may use in a day is used up.',
    next: 'It makes pictures again <t:{at}:R>.',
  },
  server_gpu_time_spent: {
    sort: 'passing',
    what: 'The GPU time that this server may use in a day is used up.',
    next: 'I make pictures here again <t:{at}:R>.',
  },
  server_gpu_time_promised: {
    sort: 'passing',
    what: 'What is left of the GPU time that this server may use in a day is needed by pictures under way.',
    next: 'Try again when some of them are done.',
  },
  took_too_long: {
    sort: 'passing',
    what: 'The picture was not ready within {minutes} minutes, so the job was stopped.',
    next: 'Try again, with fewer steps if that is possible.',
  },
  service_gave_up: {
    sort: 'passing',
    what: 'The GPU service gave up on this job: no worker took it in time, or its worker vanished.',
    next: 'Try again.',
  },
  pictures_elsewhere: {
    sort: 'operator',
    what: 'The worker put the picture into a storage bucket that this bot may not read.',
    next: 'Its operator has been told in the log; nothing else will help.',
  },
  pictures_unreachable: {
    sort: 'passing',
    what: 'The picture was made, but the storage bucket that it lies in cannot be reached.',
    next: 'Try again.',
  },
  no_face: {
    sort: 'worker',
    what: 'The worker found no face in that photo.',
    next: 'Send one that shows a single face from the front, well lit.',
  },
  model_missing: {
    sort: 'worker',
    what: 'A model file is missing on the GPU worker.',
    next: 'Its operator has been told in the log; nothing else will help.',
  },
  graph_refused: {
    sort: 'worker',
    what: 'ComfyUI on the GPU worker refused this request.',
    next: 'Its operator has been told in the log; other settings may work.',
  },
  out_of_memory: {
    sort: 'worker',
    what: 'The GPU ran out of memory.',
    next: 'Try again, or with a smaller picture.',
  },
  no_pictures: {
    sort: 'worker',
    what: 'The worker finished without a picture.',
    next: 'Try again; if it stays so, tell the operator.',
  },
  worker_timed_out: {
    sort: 'worker',
    what: "The picture took longer than the worker's own time limit.",
    next: 'Try again with fewer steps.',
  },
  worker_died: {
    sort: 'worker',
    what: 'The GPU worker died while it made this picture.',
    next: 'Try again.',
  },
  node_failed: {
    sort: 'worker',
    what: 'A step of this picture failed on the GPU worker.',
    next: 'Its operator has been told in the log; other settings may work.',
  },
  worker_unknown: {
    sort: 'worker',
    what: 'The GPU worker reported an error that I do not know.',
    next: 'Its operator has been told in the log; try again.',
  },
} as const satisfies Record<string, ErrorEntry>;
