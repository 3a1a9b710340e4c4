import type { Catalogue } from '../say.ts';
import { portuguese } from './formats.ts';

const { amount, form, number } = portuguese;

const REQUESTS = { one: 'pedido', other: 'pedidos' };
const PICTURES = { one: 'imagem', other: 'imagens' };
const CONSENTS = { one: 'consentimento', other: 'consentimentos' };
const STATEMENTS = { one: 'declaração', other: 'declarações' };
const REPORTS = { one: 'denúncia', other: 'denúncias' };
const SERVERS = { one: 'servidor', other: 'servidores' };
const LIMITS = { one: 'limite', other: 'limites' };
const ENTRIES = { one: 'registro', other: 'registros' };
const TRIES = { one: 'prompt recusado', other: 'prompts recusados' };
const QUESTIONS = { one: 'pergunta', other: 'perguntas' };
const MESSAGES = { one: 'mensagem', other: 'mensagens' };
const COMMANDS = { one: 'comando', other: 'comandos' };
const PRESETS = { one: 'preset', other: 'presets' };
const HOURS = { one: 'hora', other: 'horas' };
const DAYS = { one: 'dia', other: 'dias' };

export const privacy: Catalogue['privacy'] = {
  title: 'O que eu guardo sobre você',
  buttons: {
    export: 'Exportar meus dados',
    withdraw: 'Retirar meu consentimento',
    erase: 'Apagar tudo',
    eraseNow: 'Apagar tudo agora',
    keep: 'Manter',
  },
  noRequests: 'Nenhum pedido.',
  requests: ({ jobs, oldest, underWay, days }) => {
    const since = oldest === undefined ? '' : ` (o mais antigo: ${oldest})`;
    return [
      `**${amount(jobs, REQUESTS)}** com prompt, configurações, canal e resultado${since}.`,
      `${underWay === 0 ? 'Nenhum' : number(underWay)} em andamento.`,
      `Cada um é apagado ${amount(days, DAYS)} depois de terminar.`,
    ].join(' ');
  },
  pictures: (pictures, hours) =>
    `**${amount(pictures, PICTURES)}** no disco do bot. Cada uma é apagada ${amount(hours, HOURS)} depois de criada; a mensagem no Discord continua.`,
  sent: (sent) =>
    `**${amount(sent, PICTURES)}** que você enviou. Cada uma é apagada assim que o serviço de GPU a recebe ou, no máximo, quando a tarefa termina.`,
  consents: (consents, withdrawn) =>
    `**${amount(consents, CONSENTS)}** para usar imagens de pessoas${withdrawn > 0 ? `, além de ${amount(withdrawn, { one: 'retirado', other: 'retirados' })}` : ''}: data e hora, texto e uma soma de verificação de cada imagem.`,
  statements: (statements, withdrawn) =>
    `**${amount(statements, STATEMENTS)}** de que não aparece ninguém em uma imagem${withdrawn > 0 ? `, além de ${amount(withdrawn, { one: 'retirada', other: 'retiradas' })}` : ''}, com os mesmos dados.`,
  reportsMade: (reports) => `**${amount(reports, REPORTS)}** que você fez.`,
  reportsAgainst: (reports) => `**${amount(reports, REPORTS)}** sobre suas imagens.`,
  blocks: (servers) => `Bloqueios pela moderação em **${amount(servers, SERVERS)}**.`,
  limits: (limits) =>
    `**${amount(limits, LIMITS)}** para você, ${form(limits, { one: 'definido', other: 'definidos' })} por quem gerencia um servidor, até que ${form(limits, { one: 'seja removido', other: 'sejam removidos' })} lá.`,
  purchases: (purchases) =>
    `**${amount(purchases, { one: 'compra', other: 'compras' })}** no Discord, com o que ${form(purchases, { one: 'ela ainda te dá', other: 'elas ainda te dão' })}.`,
  keptOut: (entries) =>
    `**${amount(entries, ENTRIES)}** de bloqueios atuais ou passados pelo responsável pelo bot: data e motivo.`,
  tries: (tries) =>
    `**${amount(tries, TRIES)}** no último dia, que ${form(tries, { one: 'conta', other: 'contam' })} para uma pausa: um hash com chave e a data e hora.`,
  pause: (at) =>
    `Uma **pausa** na criação de imagens, que termina ${at}, guardada com um hash com chave no lugar do seu ID de usuário.`,
  acts: (acts) => `**${amount(acts, ENTRIES)}** no histórico da moderação.`,
  ofOthers: (requests) =>
    `**${amount(requests, REQUESTS)}** de outras pessoas para usar uma imagem sua, ou que você cancelou.`,
  questions: (questions) =>
    `**${amount(questions, QUESTIONS)}** sobre usar a imagem de uma mensagem, que você fez ou recebeu: ${form(questions, { one: 'fica guardada', other: 'ficam guardadas' })} por cerca de uma hora, e as recusas para sempre.`,
  choices: (commands) =>
    commands === 0
      ? 'Suas `/settings`, até você alterar ou apagar.'
      : `Suas \`/settings\`, com opções padrão de **${amount(commands, COMMANDS)}**, até você alterar ou apagar.`,
  presets: (presets) => `**${amount(presets, PRESETS)}**, até você excluir.`,
  serverPresets: (presets) =>
    `Você criou **${amount(presets, PRESETS)}** para servidores. ${form(presets, { one: 'Ele pertence ao servidor e continua', other: 'Eles pertencem aos servidores e continuam' })} lá se você apagar tudo.`,
  private:
    'Imagens privadas só aparecem para você. A moderação do servidor pode listá-las com os prompts e removê-las.',
  name: 'Eu guardo seu ID de usuário do Discord, não seu nome.',
  cut: 'Parei de contar aqui. *Exportar meus dados* inclui tudo.',
  policy: (url) => `Quem pode ver isso e mais: [política de privacidade](${url}).`,
  copy: 'Isto é tudo o que eu guardo sobre você.',
  withdrawn: ({ consents, statements }) => {
    const parts = [
      ...(consents > 0 || statements === 0 ? [amount(consents, CONSENTS)] : []),
      ...(statements > 0 ? [amount(statements, STATEMENTS)] : []),
    ];
    return [
      `Você retirou ${portuguese.list(parts)}.`,
      'As tarefas que usam uma imagem que você enviou e em que pode aparecer alguém foram interrompidas. As imagens que você já criou continuam até você apagar, mas não podem ser usadas de novo. As que outras pessoas criaram com o seu consentimento são removidas.',
    ].join(' ');
  },
  eraseQuestion: [
    '**Apagar tudo o que eu guardo sobre você?** Não dá para desfazer.',
    'Suas tarefas em andamento são canceladas. Seus prompts, imagens, consentimentos, denúncias, configurações e presets são apagados em todos os servidores, e as mensagens com suas imagens são excluídas.',
  ],
  kept: 'Nada foi apagado.',
  nothingToErase:
    'Você não tinha pedidos para apagar. Suas configurações e presets foram apagados.',
  erased: (requests, messages) =>
    `Tudo apagado: ${amount(requests, REQUESTS)} com prompts, configurações, imagens e consentimentos, além das suas /settings e presets. Mensagens excluídas: ${number(messages)}.`,
  notYetDeleted: (messages) =>
    `Ainda não consegui excluir ${amount(messages, MESSAGES)}; vou continuar tentando.`,
  mayNotDelete: (messages) =>
    `Não tenho mais permissão para excluir ${amount(messages, MESSAGES)}. Peça à moderação de lá:`,
  underReport: (requests) =>
    `${amount(requests, REQUESTS)} com denúncia em aberto: apago assim que a moderação decidir.`,
  staying:
    'Os bloqueios pela moderação ou pelo responsável pelo bot continuam, e uma pausa também, até terminar. Para os limites de uso, a contagem dos seus pedidos do último dia fica guardada por um dia com um hash com chave no lugar do seu ID de usuário.',
};

export const consent: Catalogue['consent'] = {
  face: {
    wording: 'Sou esta pessoa ou tenho a permissão dela',
    question: [
      'Quem aparece nesta foto é você, ou você tem a permissão dessa pessoa para usá-la?',
      'Só baixo a foto depois que você confirmar, e a apago assim que for usada.',
    ],
  },
  pictures: {
    wording: 'Cada pessoa que aparece sou eu ou alguém que concordou',
    question: [
      'Aparece alguém aqui? Se sim, é você, ou a pessoa concordou com este uso?',
      'Não baixo nada até você responder, e apago tudo assim que for usado.',
    ],
  },
  nobody: {
    wording: 'Não aparece ninguém',
  },
};

export const posterConsent: Catalogue['posterConsent'] = {
  wording: 'Sim, e cada pessoa que aparece sou eu ou alguém que concordou',
  nobody: {
    wording: 'Sim, e não aparece ninguém',
  },
};
