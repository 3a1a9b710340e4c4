/** Entries that Discord cuts or refuses beyond a length, or that break their line on a phone. */
export const LIMITS: readonly {
  readonly what: string;
  readonly paths: RegExp;
  readonly most: number;
}[] = [
  {
    what: 'descriptions of commands and options',
    paths:
      /^(commands|options|optionsWithPicture|publicEndpoints)\.|^presets\.(option|description|save|list|delete|name|before|after|negativePrompt|from|forServer)$|^moderation\.(description|channel|channelForReports|role|roleOfModerators|spoilers|spoilersOn|language|languageOfServer|private|blocks|block|personToBlock|unblock|personToUnblock)$|^rules\.(description|list|server|role|roleToLimit|member|memberToLimit|history|export|import|fileToImport|quota)$|^show\.job$|^workflows\.(description|list)$|^fromMessage\.inspected$|^usage\.(description|show|by|days|everywhere)$|^consent\.\w+\.wording$/,
    most: 100,
  },
  { what: 'names of options', paths: /^optionNames\./, most: 32 },
  {
    what: 'choices',
    paths: /^styles\.|^jobs\.(all|phases\.\w+)$|^rules\.(names|allowed|forbidden)/,
    most: 100,
  },
  { what: 'buttons of consent', paths: /^(consent|posterConsent)\..*wording$/, most: 80 },
  {
    what: 'buttons, on a phone',
    paths:
      /\.(buttons|privateButtons|sections)\.|^pages\.(newer|older)$|^help\.back$|^rules\.(back|replace|cancel)$|^workflows\.(back|next)$|^settings\.buttons|^pause\.appeal$|^fromMessage\.(make|form|no|showPrompt)$|^reports\.reasons\.\w+\.label$/,
    most: 34,
  },
  {
    what: 'buttons in a row of four',
    paths: /^result\.buttons\.(again|vary|upscale|edit|more)$/,
    most: 14,
  },
  {
    what: 'titles and labels of forms',
    paths:
      /^form\.(edit|again|anew|start)$|^jobs\.(wordsTitle|wordsLabel)$|^pause\.(formTitle|label)$|^rules\.(formTitle|names\.\w+)$/,
    most: 45,
  },
  { what: 'descriptions in forms', paths: /^pause\.about$|^rules\.takes\w+$/, most: 100 },
  {
    what: 'placeholders of menus',
    paths:
      /^panel\.(which|step)$|^(settings|presets)\.(chooseCommand|chooseOptions)$|^jobs\.(show|again)$|^rules\.(choose|open)$|^moderation\.choosePrivate$|^fromMessage\.which$/,
    most: 100,
  },
];
