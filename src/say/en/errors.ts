import type { ErrorWords, Fact, Facts } from '../facts.ts';
import { permissionNames, problems, states } from './fact-words.ts';
import { fact } from './formats.ts';
import { ruleErrors, rules } from './rules.ts';

const MINUTES = { one: 'minute', other: 'minutes' };
const PICTURES = { one: 'picture', other: 'pictures' };
const REQUESTS = { one: 'request', other: 'requests' };

/** Earlier versions stored the words themselves. */
function problemIn(facts: Facts): string {
  const problem = fact.text(facts.problem);
  const known = Object.entries(problems).find(([code]) => code === problem);
  return known ? known[1](facts) : problem;
}

/** `This server: up to 4 pictures a request.` Nothing for a limit that this version does not know. */
function ruleIn({ limit, whose, role, value }: Facts): readonly string[] {
  const words = { server: rules.thisServer, everyone: '@everyone', member: ruleErrors.you };
  const who = role === undefined ? fact.code(whose, words) : `<@&${fact.text(role)}>`;
  const [, allows] = Object.entries(rules.allows).find(([name]) => name === limit) ?? [];
  const said = (allows as ((value: unknown) => string) | undefined)?.(ruledValue(limit, value));
  return said === undefined ? [] : [`${rules.sentence(who, said)}.`];
}

/** A switch is off, or it would forbid nothing. */
function ruledValue(limit: Fact, value: Fact): unknown {
  if (typeof value !== 'object') return value ?? false;
  return value.map((one) => (limit === 'channels' ? `<#${one}>` : `\`/${one}\``));
}

function dayUsedUp({ limit, whose: by, most, left }: Facts): string {
  const whose = by === 'server' ? 'server' : 'member';
  const { nothing, pictures, gpuTime, money } = ruleErrors.dayUsedUp;
  if (most === 0) return nothing[whose];
  if (limit === 'moneyADay') return money(whose, Number(most), Number(left));
  if (limit === 'gpuSecondsADay') return gpuTime(whose, Number(most), Number(left));
  return pictures(whose, fact.amount(most, PICTURES), fact.number(left));
}

/** Each error's text for members: what happened, and what to do next. */
export const errors = {
  bad_option: {
    what: (facts) => `\`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Change it and run the command again.',
  },
  not_a_picture: {
    what: "I can't read that file as a picture.",
    next: 'Send a JPEG, PNG or WebP of up to 10 MiB.',
  },
  no_picture_there: {
    what: 'That message has no picture I can use.',
    next: 'Pick one with a JPEG, PNG or WebP attached to it.',
  },
  no_settings: {
    what: "That picture's file has no settings in it.",
    next: "PNG files from ComfyUI and AUTOMATIC1111's web UI have them, unless an app stripped them.",
  },
  made_here: {
    what: 'I made that picture myself.',
    next: 'Use the buttons below it: *Use as start* is under *More*.',
  },
  nobody_to_ask: {
    what: "A bot or webhook posted that, so there's no one to ask.",
    next: 'If you may use the picture, attach it to a command.',
  },
  asked_before: {
    what: 'You asked about that picture before, and its poster said no.',
    next: 'Pick another picture.',
  },
  asked_lately: {
    what: 'The poster of that picture was asked recently, and each question pings them.',
    next: ({ at }) => `You can ask them ${fact.time(at)}.`,
  },
  not_askable: {
    what: 'The poster of that picture has turned off these questions.',
    next: 'Pick another picture.',
  },
  open_from_menu: {
    what: "That message is too old: it doesn't say whose picture this is.",
    next: "Open the picture's message menu and pick the command again.",
  },
  poster_blocked: {
    what: "The poster of that picture is blocked here, so I can't ask them.",
    next: 'Pick another picture.',
  },
  poster_silent: {
    what: "The poster of that picture didn't agree within an hour.",
    next: 'Talk to them first, then try again.',
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
    what: 'After scaling, that picture is less than 16 pixels wide or high.',
    next: 'Send a larger or less narrow one.',
  },
  picture_moves: {
    what: 'That file is animated or has several pictures in it.',
    next: 'Send a still JPEG, PNG or WebP.',
  },
  pictures_too_large: {
    what: 'These pictures add up to more than the 7 MB that the GPU service accepts.',
    next: "Send smaller ones, without transparency if you don't need it.",
  },
  photo_gone: {
    what: 'Discord no longer has that picture.',
    next: 'Attach it again and run the command again.',
  },
  photo_needed_again: {
    what: "I don't keep pictures that you send, so I need them again.",
    next: 'Run the command again with the same prompt, and attach every picture again.',
  },
  not_your_photo: {
    what: ({ who }) =>
      `This was made from a photo, so only ${fact.person(who)} can continue from it.`,
    next: 'Use another picture, or attach your own to the command.',
  },
  not_your_picture: {
    what: ({ who }) => `Only ${fact.person(who)} or a moderator can delete this.`,
    next: 'Ask one of them, or report it.',
  },
  original_too_large: {
    what: 'The original is too large for Discord here.',
    next: 'Save the smaller version from its message.',
  },
  original_gone: {
    what: 'The original is no longer stored.',
    next: 'You can still save the picture from its message.',
  },
  messages_off: {
    what: "I can't DM you.",
    next: "Allow direct messages from this server's members, then press it again.",
  },
  private_person: {
    what: "Pictures that may show a person can't be private.",
    next: 'Turn `private` off, as an option or in `/settings`.',
  },
  private_age_restricted: {
    what: "That picture is from an age-restricted channel, so it can't be used privately.",
    next: 'Turn `private` off, as an option or in `/settings`.',
  },
  source_withheld: {
    what: "That picture was hidden or removed, so it can't be used.",
    next: 'Use another picture.',
  },
  consent_withdrawn: {
    what: "A person in the source picture withdrew their consent, so it can't be used.",
    next: 'Use another picture.',
  },
  source_age_restricted: {
    what: 'That picture is from an age-restricted channel, so it can only be used in one.',
    next: 'Use it in an age-restricted channel.',
  },
  source_gone: {
    what: 'That picture is gone, both from my storage and from its message.',
    next: 'Recreate it with the same seed and continue from that.',
  },
  photo_refused: {
    what: 'I only accept pictures uploaded to Discord.',
    next: 'Attach the picture to the command.',
  },
  too_many_actions: {
    what: "You're going too fast.",
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  export_too_soon: {
    what: 'You exported your data within the last hour.',
    next: ({ at }) => `You can export again ${fact.time(at)}.`,
  },
  export_under_way: {
    what: 'Your export is already being prepared.',
    next: "I'll send it as soon as it's ready.",
  },
  not_your_job: {
    what: ({ who }) => `Only ${fact.person(who)} or a moderator can cancel this.`,
    next: 'Ask one of them.',
  },
  not_your_request: {
    what: ({ who }) => `Only ${fact.person(who)} can do that.`,
    next: 'Run the command yourself to make your own picture.',
  },
  already_over: {
    what: ({ state }) => `Too late: this job is already ${fact.code(state, states)}.`,
    next: 'Its message shows how it ended.',
  },
  already_confirmed: {
    what: "You've already confirmed this.",
    next: 'Its message in this channel shows the progress.',
  },
  already_tried_again: {
    what: 'This was already retried.',
    next: ({ link, job }) =>
      `See ${link === undefined ? `job ${fact.text(job)}` : fact.text(link)}.`,
  },
  not_failed: {
    what: 'Only failed jobs can be retried.',
    next: 'Run the command again for another picture.',
  },
  consent_lapsed: {
    what: 'That question closed after ten minutes.',
    next: 'Run the command again and confirm in time.',
  },
  prompt_minor: {
    what: "I can't make this picture.",
    next: 'Try a different prompt.',
  },
  prompt_face: {
    what: ({ term }) =>
      `I don't make sexual, nude or revealing pictures of real people, or put one person's face on another's body. Your prompt asks for that (“${fact.text(term)}”).`,
    next: 'Change the prompt, or leave the picture out.',
  },
  prompt_explicit: {
    what: ({ term }) =>
      `Explicit pictures aren't allowed in this channel, and your prompt asks for one (“${fact.text(term)}”).`,
    next: 'Change the prompt, or use an age-restricted channel.',
  },
  prompt_unreadable: {
    what: "I can't read this prompt: it mixes too many special characters and spellings.",
    next: 'Use plain text with fewer special characters.',
  },
  paused: {
    what: "You can't make pictures right now.",
    next: ({ at }) =>
      `You can make pictures again ${fact.time(at)}. If you think that's a mistake, ask the operator of this bot.`,
  },
  not_paused: {
    what: 'You can make pictures again.',
    next: "There's no pause to appeal.",
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
    what: 'Only members who manage this server or have its moderator role can do that.',
    next: 'Ask one of them.',
  },
  server_managers_only: {
    what: 'Only members who manage this server can do that.',
    next: 'Ask one of them.',
  },
  operators_only: {
    what: 'Only the operator of this bot can do that.',
    next: "They are the owner of its application at Discord, or a member of the owner's team.",
  },
  already_reported: {
    what: "You've already reported this picture.",
    next: 'One report is enough.',
  },
  too_many_reports: {
    what: ({ count }) => `You've reached the limit of reports per hour (${fact.number(count)}).`,
    next: ({ at }) => `You can report again ${fact.time(at)}. If it can't wait, tell a moderator.`,
  },
  not_reportable: {
    what: "That message doesn't have one of my pictures.",
    next: 'Use it on a message with one.',
  },
  already_decided: {
    what: 'This has already been decided.',
    next: 'The message shows the decision.',
  },
  own_picture: {
    what: 'This is your own picture.',
    next: 'Leave it to another moderator, or remove it.',
  },
  picture_not_here: {
    what: 'The picture is no longer stored.',
    next: 'Its message may still show it.',
  },
  unknown_person: {
    what: 'I no longer know who that was.',
    next: 'If you know their name, use /moderation block.',
  },
  not_yours: {
    what: 'Someone else ran that command.',
    next: 'Run it yourself.',
  },
  unknown_job: {
    what: 'I no longer have that job.',
    next: 'Run the command again for a new picture.',
  },
  no_such_job: {
    what: "No job matches that, or you can't look it up.",
    next: 'Pick one of the suggestions as you type.',
  },
  servers_only: {
    what: 'I only work in servers.',
    next: 'Use me in a server channel.',
  },
  outside_person: {
    what: "Outside servers that have me, I don't make pictures that may show a person.",
    next: 'Use me in a server that has added me.',
  },
  outside_without_dm: {
    what: "If this takes more than 13 minutes, I have to DM it to you, and Discord doesn't let me open a DM with you.",
    next: 'Try again in a few minutes, or use me in a server that has added me.',
  },
  unknown_action: {
    what: "I don't know that command or button.",
    next: 'Reload Discord and try again.',
  },
  too_many_waiting: {
    what: ({ count }) => `You already have ${fact.amount(count, REQUESTS)} waiting.`,
    next: 'Wait for one to start, or cancel one.',
  },
  too_many_an_hour: {
    what: ({ count }) =>
      `You can make ${fact.amount(count, PICTURES)} an hour, and this would exceed that.`,
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  server_too_many_an_hour: {
    what: ({ count }) =>
      `This server can make ${fact.amount(count, PICTURES)} an hour, and this would exceed that.`,
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  command_forbidden: {
    what: ({ command }) => `This server doesn't let you use \`${fact.text(command)}\` here.`,
    next: 'Try another channel, or ask a server manager: they set that under Server Settings, Integrations.',
  },
  server_paused: {
    what: 'The managers of this server have paused pictures.',
    next: 'Try again once they resume.',
  },
  rule_forbids: {
    what: (facts) => [ruleErrors.notAllowed, ...ruleIn(facts)].join(' '),
    next: 'Change your request, or talk to a server manager.',
  },
  rule_changed: {
    what: (facts) => [ruleErrors.changed, ...ruleIn(facts)].join(' '),
    next: 'Change your request, or talk to a server manager.',
  },
  day_used_up: {
    what: (facts) => dayUsedUp(facts),
    next: ({ left, at, whose }) => {
      const rather =
        Number(left) > 0 || whose === 'outside' ? 'Ask for less' : 'Ask a server manager for more';
      return at === undefined ? `${rather}.` : `${rather}, or try again ${fact.time(at)}.`;
    },
  },
  draining: {
    what: "I'm about to restart, so I'm not taking new requests.",
    next: 'Your earlier requests will still finish. Try again in a few minutes.',
  },
  kept_out: {
    what: 'The operator of this bot has blocked you.',
    next: 'You can still use /privacy, /jobs, and *Cancel* on jobs in progress.',
  },
  server_kept_out: {
    what: 'The operator of this bot has blocked this server.',
    next: 'You can still use /privacy, /jobs, and *Cancel* on jobs in progress.',
  },
  not_for_this_server: {
    what: ({ owner }) =>
      `${owner === undefined ? 'My operator' : `**${fact.text(owner)}**`} runs me for other servers only.`,
    next: 'Ask them to allow this server, or remove me from it.',
  },
  adult_workflow: {
    what: 'This command only works in age-restricted channels.',
    next: 'Use it in one.',
  },
  preset_unknown: {
    what: 'Neither you nor this server has a preset by that name.',
    next: 'See `/preset list`.',
  },
  preset_of_another: {
    what: 'That preset is for another command.',
    next: 'Use it there, or leave it out.',
  },
  preset_unfit: {
    what: (facts) =>
      `That preset doesn't fit this command: \`${fact.text(facts.option)}\` ${problemIn(facts)}.`,
    next: 'Leave it out, or save it again with `/preset save`.',
  },
  presets_full: {
    what: ({ count }) => `You've reached the limit of ${fact.number(count)} presets.`,
    next: 'Delete one with `/preset delete`.',
  },
  workflow_changed: {
    what: 'This command has changed and no longer takes the options of this request.',
    next: 'Run it again with its current options.',
  },
  workflow_gone: {
    what: 'The command behind this request no longer exists.',
    next: 'Try one of the other commands.',
  },
  faces_off: {
    what: "This bot doesn't accept pictures that may show a person.",
    next: 'Leave the picture out, or ask the operator.',
  },
  ordinary_channels_off: {
    what: 'This bot only makes pictures in age-restricted channels.',
    next: 'Use it in one, or ask its operator to set a general-audience checkpoint.',
  },
  permissions_missing: {
    what: ({ permissions }) =>
      `I can't post pictures in this channel: I'm missing ${fact.list(permissions, (code) => `**${fact.code(code, permissionNames)}**`)}.`,
    next: 'Ask a server admin to allow it.',
  },
  key_refused: {
    what: "The GPU service refused the bot's key.",
    next: "I've logged it for the operator. Try again later.",
  },
  endpoint_unknown: {
    what: "The GPU service doesn't recognize the bot's endpoint.",
    next: "I've logged it for the operator. Try again later.",
  },
  request_refused: {
    what: 'The GPU service refused this request.',
    next: "I've logged it for the operator. Other settings may work.",
  },
  storage_failed: {
    what: "The picture was made, but it couldn't be stored.",
    next: "I've logged it for the operator. Try again later.",
  },
  storage_unwell: {
    what: "I can't save pictures right now, so I'm not taking requests.",
    next: 'The operator has been notified. Try again in a few minutes.',
  },
  log_unwritable: {
    what: "I can't use my database right now, so I didn't do that.",
    next: "I've logged it for the operator. Try again in a few minutes.",
  },
  outcome_unknown: {
    what: "I lost my database while saving that, so I don't know yet if it was saved.",
    next: 'If it was, it goes on by itself. If you see nothing in a few minutes, try again.',
  },
  other_version: {
    what: 'This request is from another version of the bot.',
    next: 'Run the command again.',
  },
  unexpected: {
    what: 'Something went wrong on my end.',
    next: "I've logged it for the operator. Try again.",
  },
  discord_refuses: {
    what: "Discord has refused too many of my calls, so I'm pausing some of them.",
    next: 'Try again in ten minutes.',
  },
  discord_busy: {
    what: "Discord isn't accepting that right now.",
    next: 'Try again in a few minutes.',
  },
  photo_unreachable: {
    what: "I couldn't download that picture from Discord.",
    next: 'Try again in a minute.',
  },
  service_busy: {
    what: 'The GPU service was too busy to take this job.',
    next: 'Try again in a few minutes.',
  },
  service_unreachable: {
    what: "I can't reach the GPU service.",
    next: 'Try again in a few minutes.',
  },
  submission_lost: {
    what: "The GPU service's replies got lost, so it may have charged for this.",
    next: 'Try again in a few minutes.',
  },
  result_lost: {
    what: 'The GPU service no longer has this job, so its picture is lost.',
    next: 'Try again.',
  },
  result_unreadable: {
    what: "I couldn't read the GPU service's answer, so the picture is lost.",
    next: "I've logged it for the operator. A smaller picture may work.",
  },
  no_gpu_in_time: {
    what: ({ minutes }) => `No GPU took this job within ${fact.amount(minutes, MINUTES)}.`,
    next: "Try again when it's less busy. If that doesn't help, tell the operator.",
  },
  no_turn_in_time: {
    what: ({ minutes }) =>
      `The queue was too long: this picture's turn didn't come within ${fact.amount(minutes, MINUTES)}.`,
    next: "Try again when it's less busy.",
  },
  gpu_time_spent: {
    what: 'This bot has used up its GPU time for the day.',
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  server_gpu_time_spent: {
    what: 'This server has used up its GPU time for the day.',
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  server_gpu_time_promised: {
    what: "Pictures in progress need the rest of this server's GPU time for the day.",
    next: 'Try again when some of them have finished.',
  },
  money_spent: {
    what: 'This bot has spent its daily budget for pictures like this.',
    next: ({ at }) => `Try again ${fact.time(at)}.`,
  },
  money_promised: {
    what: 'Pictures in progress need the rest of the daily budget for pictures like this.',
    next: 'Try again when some of them have finished.',
  },
  took_too_long: {
    what: ({ minutes }) =>
      `The picture wasn't ready within ${fact.amount(minutes, MINUTES)}, so I stopped the job.`,
    next: 'Try again, with fewer steps if you can.',
  },
  service_gave_up: {
    what: 'The GPU service gave up on this job: no worker took it in time, or its worker disappeared.',
    next: 'Try again.',
  },
  pictures_elsewhere: {
    what: "The worker saved the picture to a storage bucket I can't read.",
    next: "I've logged it for the operator, who needs to fix it.",
  },
  pictures_unreachable: {
    what: "The picture was made, but I can't reach the storage bucket it's in.",
    next: 'Try again.',
  },
  no_face: {
    what: "The worker didn't find a face in that photo.",
    next: 'Send one with a single face, from the front and well lit.',
  },
  model_missing: {
    what: 'A model file is missing on the GPU worker.',
    next: "I've logged it for the operator, who needs to fix it.",
  },
  graph_refused: {
    what: 'ComfyUI on the GPU worker refused this request.',
    next: "I've logged it for the operator. Other settings may work.",
  },
  out_of_memory: {
    what: 'The GPU ran out of memory.',
    next: 'Try again, or with a smaller picture.',
  },
  no_pictures: {
    what: 'The worker finished without a picture.',
    next: 'Try again. If it keeps happening, tell the operator.',
  },
  answer_too_large: {
    what: 'The result never arrived; it may have been too large for the GPU service.',
    next: 'Try fewer or smaller pictures. If it keeps happening, tell the operator.',
  },
  result_too_many_pixels: {
    what: 'The result is over 16,384 pixels a side or 100 megapixels.',
    next: 'Try a smaller size or factor.',
  },
  worker_timed_out: {
    what: "The picture took longer than the worker's time limit.",
    next: 'Try again with fewer steps.',
  },
  worker_died: {
    what: 'The GPU crashed on this one.',
    next: 'Try again.',
  },
  worker_disk: {
    what: "The GPU worker couldn't store the picture: its disk is full or failing.",
    next: 'Try again: you may get another worker. If it keeps happening, tell the operator.',
  },
  node_failed: {
    what: 'A step of this picture failed on the GPU worker.',
    next: "I've logged it for the operator. Other settings may work.",
  },
  worker_unknown: {
    what: 'The GPU worker reported an unknown error.',
    next: "I've logged it for the operator. Try again.",
  },
} satisfies Readonly<Record<string, ErrorWords>>;
