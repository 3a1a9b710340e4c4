import type { ErrorWords, Facts } from '../facts.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';

const MINUTES = { one: 'minute', other: 'minutes' };
const PICTURES = { one: 'picture', other: 'pictures' };

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

/** Each error's text for members: what happened, and what to do next. */
export const errors = {
  bad_option: {
    what: (facts) => `\`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Change it and send the command again.',
  },
  not_a_picture: {
    what: 'That file is not a picture I can read.',
    next: 'Send a JPEG, PNG or WebP of up to 10 MiB.',
  },
  no_picture_there: {
    what: 'There is no picture in that message that I can use.',
    next: 'Pick one with a JPEG, PNG or WebP attached to it.',
  },
  no_settings: {
    what: 'That picture does not say what it was made with.',
    next: 'PNG files of ComfyUI and of AUTOMATIC1111’s web UI do, unless something took it out on their way.',
  },
  made_here: {
    what: 'I made that picture myself.',
    next: 'Go on from it by the buttons under it: *More* has *Use as start picture*.',
  },
  nobody_to_ask: {
    what: 'A bot or a webhook posted that, and nobody can say yes for it.',
    next: 'If you may use the picture, attach it to a command.',
  },
  asked_before: {
    what: 'You asked about that picture before, and its poster said no.',
    next: 'Pick another picture.',
  },
  asked_lately: {
    what: 'The poster of that picture was asked recently, and each question pings them.',
    next: ({ at }) => `They can be asked again ${fact.time(at)}.`,
  },
  not_askable: {
    what: "The poster of that picture doesn't take such questions.",
    next: 'Pick another picture.',
  },
  open_from_menu: {
    what: 'That message is too old to say whose picture this is.',
    next: 'Pick the command again in the menu of the picture’s message.',
  },
  poster_blocked: {
    what: 'Whoever posted that is kept from my pictures, so I do not ask them.',
    next: 'Pick another picture.',
  },
  poster_silent: {
    what: 'Whoever posted that picture did not say yes within an hour.',
    next: 'Ask them, and then ask for it once more.',
  },
  picture_too_large: {
    what: 'That picture is larger than 10 MiB.',
    next: 'Send a smaller JPEG, PNG or WebP.',
  },
  picture_too_many_pixels: {
    what: 'That picture has more than 24 million pixels.',
    next: 'Make it smaller and send it again.',
  },
  picture_too_small: {
    what: 'At the size that I work with, that picture is less than 16 pixels wide or high.',
    next: 'Send one that is larger, or less narrow.',
  },
  picture_moves: {
    what: 'That file holds more than one picture.',
    next: 'Send a still JPEG, PNG or WebP.',
  },
  pictures_too_large: {
    what: 'The pictures of this request come to more than the 7 MB that the GPU service takes.',
    next: 'Send smaller ones, and none with transparency where that is not needed.',
  },
  photo_gone: {
    what: 'Discord no longer has that picture.',
    next: 'Send the command again, with the picture attached anew.',
  },
  photo_needed_again: {
    what: 'What people send is not kept, so it has to be sent again.',
    next: 'Send the command again with the same words, and every picture attached anew.',
  },
  not_your_photo: {
    what: ({ who }) => `This was made from a photo, so only ${fact.person(who)} goes on from it.`,
    next: 'Start from another picture, or send your own to the command.',
  },
  not_your_picture: {
    what: ({ who }) => `Only ${fact.person(who)} or a moderator can delete this.`,
    next: 'Ask one of them, or report it.',
  },
  original_too_large: {
    what: 'Discord takes no file as large as the original here.',
    next: 'Save the picture from its message, where it is shown smaller.',
  },
  original_gone: {
    what: 'The original is no longer kept.',
    next: 'Save the picture from its message; that one stays.',
  },
  messages_off: {
    what: 'Discord does not let me write to you.',
    next: 'Allow direct messages from members of this server, and press it again.',
  },
  private_person: {
    what: 'Pictures that may show a person are not made privately.',
    next: 'Ask for it with `private` off: as an option, or in `/settings` where you made everything private.',
  },
  private_age_restricted: {
    what: 'That picture was made in an age-restricted channel, and nothing is made from it privately.',
    next: 'Ask for it with `private` off: as an option, or in `/settings` where you made everything private.',
  },
  source_withheld: {
    what: 'That picture was hidden or removed: it is not shown, and nothing is made from it.',
    next: 'Start from another one.',
  },
  consent_withdrawn: {
    what: 'Somebody took back their consent to the picture that this starts from, so nothing is made from it.',
    next: 'Start from another one.',
  },
  source_age_restricted: {
    what: 'That picture was made in an age-restricted channel, and what is made from it stays in such channels.',
    next: 'Do it there.',
  },
  source_gone: {
    what: 'That picture can no longer be had: neither the bot nor its message has it.',
    next: 'Make it again with the same seed, and go on from there.',
  },
  photo_refused: {
    what: 'I take pictures only from Discord itself.',
    next: 'Attach the picture to the command.',
  },
  too_many_actions: {
    what: 'You are faster than I can follow.',
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: 'You had a copy of your data within the last hour.',
    next: ({ at }) => `Ask again ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'A copy of your data is on its way to you already.',
    next: 'It comes as soon as it is ready.',
  },
  not_your_job: {
    what: ({ who }) => `Only ${fact.person(who)} or a moderator can cancel this.`,
    next: 'Ask one of them.',
  },
  not_your_request: {
    what: ({ who }) => `Only ${fact.person(who)} can do that.`,
    next: 'Use /imagine for a picture of your own.',
  },
  already_over: {
    what: ({ state }) => `Too late: this job is ${fact.code(state, states)} already.`,
    next: 'Its message shows how it ended.',
  },
  already_confirmed: {
    what: 'You have confirmed this already.',
    next: 'Its message in this channel shows how it goes.',
  },
  already_tried_again: {
    what: 'This was tried again already.',
    next: ({ link, job }) =>
      `Look for ${link === undefined ? `job ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Only a job that failed can be tried again.',
    next: 'Use /imagine for another picture.',
  },
  consent_lapsed: {
    what: 'That question was open for ten minutes and has closed.',
    next: 'Send the command again and confirm in time.',
  },
  prompt_minor: {
    what: "I can't make this picture.",
    next: 'Try a different prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `I make no sexual, nude or revealing pictures of real people, nor of one person’s face on another’s body, and the words ask for one (“${fact.text(term)}”).`,
    next: 'Change the words, or leave the picture out.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `Explicit pictures have no place in this channel, and the words ask for one (“${fact.text(term)}”).`,
    next: 'Change the words, or use an age-restricted channel.',
  },
  prompt_unreadable: {
    what: 'These words are written in so many signs and ways at once that I cannot read them.',
    next: 'Write them plainly, with fewer special characters.',
  },
  paused: {
    what: "You can't make pictures right now.",
    next: ({ at }) =>
      `You can again ${fact.time(at)}. If you think that's a mistake, ask the operator of this bot.`,
  },
  not_paused: {
    what: 'You can make pictures again.',
    next: 'There is nothing to ask for.',
  },
  already_appealed: {
    what: "You've already asked the operator of this bot.",
    next: 'Wait for their answer, or for the pause to end.',
  },
  no_appeals: {
    what: "The operator of this bot can't be reached from here.",
    next: 'Ask them directly, or try again later.',
  },
  blocked: {
    what: 'The moderators of this server have blocked you from making and reporting pictures.',
    next: 'Ask one of them.',
  },
  moderators_only: {
    what: 'That is for people who manage this server, or have the role that it chose for this.',
    next: 'Ask one of them.',
  },
  server_managers_only: {
    what: 'That is for people who manage this server.',
    next: 'Ask one of them.',
  },
  already_reported: {
    what: 'You have reported this picture already.',
    next: 'The moderators decide about it.',
  },
  too_many_reports: {
    what: ({ count }) =>
      `You have made as many reports as you may in an hour (${fact.number(count)}).`,
    next: ({ at }) => `You can report again ${fact.time(at)}; if it cannot wait, tell a moderator.`,
  },
  not_reportable: {
    what: 'There is no picture of mine in that message.',
    next: 'Use it on a message that shows one.',
  },
  already_decided: {
    what: 'That was decided already.',
    next: 'The message shows how.',
  },
  own_picture: {
    what: 'You asked for this picture yourself.',
    next: 'Leave it to another moderator, or remove it.',
  },
  picture_not_here: {
    what: 'The picture is no longer here.',
    next: 'Its message may still show it.',
  },
  unknown_person: {
    what: 'I do not know any more who that was.',
    next: 'Use /moderation block with their name, if you know it.',
  },
  not_yours: {
    what: 'That was asked by somebody else.',
    next: 'Use the command yourself.',
  },
  unknown_job: {
    what: 'I do not know that job any more.',
    next: 'Use /imagine for a new picture.',
  },
  no_such_job: {
    what: 'You have no such job, and there is none in this server that you may look up.',
    next: 'Choose one of those that are offered while you type.',
  },
  servers_only: {
    what: 'I work in servers only.',
    next: 'Use me in a channel of a server that I am in.',
  },
  unknown_action: {
    what: 'I do not know that command or button any more.',
    next: 'Reload Discord and try again.',
  },
  too_many_at_once: {
    what: ({ count }) =>
      `You may have ${fact.amount(count, PICTURES)} under way at a time, and this would be more.`,
    next: 'Ask again when others are done, or cancel one.',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `You may ask for ${fact.amount(count, PICTURES)} in an hour, and this would be more.`,
    next: ({ at }) => `You can ask again ${fact.time(at)}.`,
  },
  server_too_many_at_once: {
    what: ({ count }) =>
      `This server may have ${fact.amount(count, PICTURES)} under way at a time, and this would be more.`,
    next: 'Ask again when others are done.',
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `This server may ask for ${fact.amount(count, PICTURES)} in an hour, and this would be more.`,
    next: ({ at }) => `You can ask again ${fact.time(at)}.`,
  },
  draining: {
    what: 'I am being made ready for a restart, so I take nothing new just now.',
    next: 'What you asked for before still comes. Try again in a few minutes.',
  },
  kept_out: {
    what: 'The operator of this bot keeps you out of it.',
    next: 'You can still use /privacy, and /jobs and *Cancel* for what you have under way.',
  },
  server_kept_out: {
    what: 'The operator of this bot keeps this server out of it.',
    next: 'You can still use /privacy here, and /jobs and *Cancel* for what you have under way.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `I am the bot of ${owner === undefined ? 'somebody else' : `**${fact.text(owner)}**`}, and work only in the servers that I was set up for.`,
    next: 'Ask them, or remove me from this server.',
  },
  adult_workflow: {
    what: 'This command makes pictures for age-restricted channels only.',
    next: 'Use it in one.',
  },
  preset_unknown: {
    what: 'There is no preset of that name, of yours or of this server.',
    next: 'Look with `/preset list`.',
  },
  preset_of_another: {
    what: 'That preset was made for another command.',
    next: 'Use it there, or leave it out.',
  },
  preset_unfit: {
    what: (facts) =>
      `That preset does not fit this command: \`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Leave it out, or save it anew with `/preset save`.',
  },
  presets_full: {
    what: ({ count }) =>
      `There are ${fact.number(count)} presets already, and there may be no more.`,
    next: 'Delete one with `/preset delete`.',
  },
  workflow_changed: {
    what: 'This command has changed since this was asked for, and no longer takes what was asked.',
    next: 'Send it again, with the options that it has now.',
  },
  workflow_gone: {
    what: 'The command that this was asked for with is no longer here.',
    next: 'Ask with one of those that are.',
  },
  faces_off: {
    what: 'This bot takes no pictures that may show somebody.',
    next: 'Leave them out, or ask its operator.',
  },
  ordinary_channels_off: {
    what: 'This bot makes pictures in age-restricted channels only.',
    next: 'Use it in one, or ask its operator to set a general-audience checkpoint.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `I cannot post pictures here: I lack ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)} in this channel.`,
    next: 'Ask somebody who manages this server to allow it.',
  },
  key_refused: {
    what: "The GPU service refused the bot's key.",
    next: 'Its operator has been told in the log; try again later.',
  },
  endpoint_unknown: {
    what: "The GPU service does not know the bot's endpoint.",
    next: 'Its operator has been told in the log; try again later.',
  },
  request_refused: {
    what: 'The GPU service refused this request.',
    next: 'Its operator has been told in the log; other settings may work.',
  },
  storage_failed: {
    what: 'The picture was made but could not be stored.',
    next: 'Its operator has been told in the log; try again later.',
  },
  storage_unwell: {
    what: "I can't save pictures right now, so I'm not taking requests.",
    next: 'My operator has been notified. Try again in a few minutes.',
  },
  log_unwritable: {
    what: 'I cannot write anything down at the moment, so I did not do this.',
    next: 'Its operator has been told in the log; try again in a few minutes.',
  },
  other_version: {
    what: 'This was made by another version of the bot.',
    next: 'This one cannot read what was asked for. Send the command again.',
  },
  unexpected: {
    what: 'Something went wrong in the bot itself.',
    next: 'Its operator has been told in the log; try again.',
  },
  discord_refuses: {
    what: 'Discord has refused so much of what I asked that I ask it nothing more for a while.',
    next: 'Try again in ten minutes.',
  },
  discord_busy: {
    what: 'Discord does not take that from me just now.',
    next: 'Try again in a few minutes.',
  },
  photo_unreachable: {
    what: 'I could not fetch that picture from Discord.',
    next: 'Try again in a minute.',
  },
  service_busy: {
    what: 'The GPU service was too busy to take this job.',
    next: 'Try again in a few minutes.',
  },
  service_unreachable: {
    what: 'The GPU service cannot be reached.',
    next: 'Try again in a few minutes.',
  },
  submission_lost: {
    what: 'The GPU service was asked more than once and its answers were lost; it may have charged for this.',
    next: 'Try again in a few minutes.',
  },
  result_lost: {
    what: 'The GPU service no longer knows this job, so its picture is lost.',
    next: 'Try again.',
  },
  result_unreadable: {
    what: "The GPU service's answer could not be read, so the picture is lost.",
    next: 'Its operator has been told in the log; a smaller picture may work.',
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `No GPU took this job within ${fact.amount(minutes, MINUTES)}.`,
    next: 'Try again when it is less busy; if it stays so, tell the operator.',
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `Too many pictures were asked for, and the turn of this one did not come within ${fact.amount(minutes, MINUTES)}.`,
    next: 'Try again when it is less busy.',
  },
  gpu_time_spent: {
    what: 'The GPU time that this bot may use in a day is used up.',
    next: ({ at }) => `It makes pictures again ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'The GPU time that this server may use in a day is used up.',
    next: ({ at }) => `I make pictures here again ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: 'What is left of the GPU time that this server may use in a day is needed by pictures under way.',
    next: 'Try again when some of them are done.',
  },
  money_spent: {
    what: 'The money that this bot may spend on such pictures in a day is spent.',
    next: ({ at }) => `It makes them again ${fact.time(at)}.`,
  },
  money_promised: {
    what: 'What is left of the money that this bot may spend on such pictures in a day is needed by those under way.',
    next: 'Try again when some of them are done.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `The picture was not ready within ${fact.amount(minutes, MINUTES)}, so the job was stopped.`,
    next: 'Try again, with fewer steps if that is possible.',
  },
  service_gave_up: {
    what: 'The GPU service gave up on this job: no worker took it in time, or its worker vanished.',
    next: 'Try again.',
  },
  pictures_elsewhere: {
    what: 'The worker put the picture into a storage bucket that this bot may not read.',
    next: 'Its operator has been told in the log; nothing else will help.',
  },
  pictures_unreachable: {
    what: 'The picture was made, but the storage bucket that it lies in cannot be reached.',
    next: 'Try again.',
  },
  no_face: {
    what: 'The worker found no face in that photo.',
    next: 'Send one that shows a single face from the front, well lit.',
  },
  model_missing: {
    what: 'A model file is missing on the GPU worker.',
    next: 'Its operator has been told in the log; nothing else will help.',
  },
  graph_refused: {
    what: 'ComfyUI on the GPU worker refused this request.',
    next: 'Its operator has been told in the log; other settings may work.',
  },
  out_of_memory: {
    what: 'The GPU ran out of memory.',
    next: 'Try again, or with a smaller picture.',
  },
  no_pictures: {
    what: 'The worker finished without a picture.',
    next: 'Try again; if it stays so, tell the operator.',
  },
  answer_too_large: {
    what: 'Nothing of this came back, as happens where pictures are too large for the GPU service.',
    next: 'Ask for fewer at once, or for smaller ones; if it stays so, tell the operator.',
  },
  result_too_many_pixels: {
    what: 'The worker sent a picture of more than 16,384 pixels a side or 100 megapixels.',
    next: 'Ask for a smaller one, or enlarge it less.',
  },
  worker_timed_out: {
    what: "The picture took longer than the worker's own time limit.",
    next: 'Try again with fewer steps.',
  },
  worker_died: {
    what: 'The GPU worker died while it made this picture.',
    next: 'Try again.',
  },
  worker_disk: {
    what: "The GPU worker could not store the picture: its disk is full or doesn't work.",
    next: 'Try again: another worker may take it. If it stays so, tell the operator.',
  },
  node_failed: {
    what: 'A step of this picture failed on the GPU worker.',
    next: 'Its operator has been told in the log; other settings may work.',
  },
  worker_unknown: {
    what: 'The GPU worker reported an error that I do not know.',
    next: 'Its operator has been told in the log; try again.',
  },
} satisfies Readonly<Record<string, ErrorWords>>;
