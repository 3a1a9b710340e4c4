import type { Catalogue } from '../say.ts';
import { portuguese, someOf } from './formats.ts';

const PICTURES = { one: 'imagem', other: 'imagens' };

const lapses = (when: string) => `Sem uma decisão, ela será removida permanentemente ${when}.`;

export const result: Catalogue['result'] = {
  took: (time) => `Levou ${time}`,
  tookOnGpu: (time, onGpu) => `Levou ${time}, sendo ${onGpu} na GPU`,
  for: (who) => `para ${who}`,
  ignoredFlags: (flags) => `-# Ignorado: ${someOf(flags)}`,
  nearestFlags: (flags) => `-# Valor mais próximo: ${someOf(flags)}`,
  fewer: (pictures, asked) =>
    `${portuguese.number(pictures)} de ${portuguese.amount(asked, PICTURES)}: o resto falhou.`,
  smaller: 'Mostrada em tamanho menor: o original era grande demais para o Discord.',
  still: 'Mostrada sem movimento: a animação era grande demais para o Discord.',
  picture: 'Uma imagem criada sem prompt',
  notTaken: [
    'O Discord não aceitou a imagem.',
    'Por um tempo, o responsável pelo bot ainda consegue recuperá-la: informe o ID abaixo.',
  ],
  gone: ['A imagem não está mais guardada.', 'Você pode recriá-la com a seed, que está em *Mais*.'],
  promptRefused: 'O prompt não aparece: o Discord o recusou aqui.',
  off: (name) => `sem ${name}`,
  mayBeCharged: 'Uma tentativa anterior ainda pode ter chegado ao serviço de GPU e sido cobrada.',
  cancelled: (who, time) => `Cancelada por ${who} após ${time}.`,
  cancelledByService: (time) => [
    `Cancelada pelo serviço de GPU após ${time}.`,
    'Use o comando de novo para criá-la.',
  ],
  unnamedMember: 'um membro',
  operator: 'o responsável pelo bot',
  coveredByReport: '-# Denunciada: fica como spoiler até haver uma decisão.',
  removed: 'A moderação deste servidor removeu esta imagem.',
  removedWith: 'A imagem de origem foi removida, e esta foi removida junto.',
  consentTakenBack:
    'Alguém que aparece na imagem de origem retirou o consentimento, por isso esta imagem foi removida.',
  hiddenWith: 'A imagem de origem foi denunciada, por isso esta fica oculta até haver uma decisão.',
  hidden: 'Ela fica oculta até a moderação deste servidor decidir.',
  hiddenWithoutChannel: (when) => [
    'Ela está oculta. Este servidor ainda não tem um canal de denúncias: quem gerencia o servidor pode definir um com `/moderation channel`.',
    lapses(when),
  ],
  lapses,
  outside: {
    removed: 'O responsável pelo bot removeu esta imagem.',
    hidden: 'Ela fica oculta até o responsável pelo bot decidir.',
    hiddenForGood: (when) => [
      'Ela está oculta. O responsável pelo bot não recebe denúncias de fora dos servidores.',
      lapses(when),
    ],
  },
  staysUntilDismissed:
    'A mensagem dela continua aí até você descartá-la: não consigo mais alterá-la.',
  onlyYou:
    'Só você vê isto. Depois de 13 minutos, continuo por DM, então deixe suas mensagens diretas abertas.',
  onlyYouForLong:
    'Só você vê isto. Deve levar mais de 13 minutos, então vou continuar por DM. Deixe suas mensagens diretas abertas.',
  goesOnDirect: (link) => `Continua por DM: ${link}`,
  cannotComeDirect:
    'Isto demorou demais para uma mensagem privada e não consigo te mandar DM, então cancelei.',
  askedFor: (who) => `Para ${who}.`,
  endReply: {
    ready: (who, pictures) =>
      pictures === 1
        ? `${who} Sua imagem está pronta.`
        : `${who} Suas ${portuguese.amount(pictures, PICTURES)} estão prontas.`,
    failed: (who) => `${who} Sua imagem falhou: a mensagem diz por quê.`,
  },
  from: {
    again: (what) => `Criada de novo a partir ${what}`,
    vary: (what) => `Uma variação ${what}`,
    upscale: (what) => `Uma versão ampliada ${what}`,
    edit: (what) => `Editada a partir ${what}`,
    other: (what) => `Criada a partir ${what}`,
  },
  /** These three begin with “de”. */
  that: (link) => `[dessa imagem](${link})`,
  thatOf: (link, picture) => `[da imagem ${portuguese.number(picture)}](${link})`,
  anotherPicture: 'de outra imagem',
  buttons: {
    cancel: 'Cancelar',
    retry: 'Tentar de novo',
    again: 'De novo',
    vary: 'Variar',
    upscale: 'Ampliar',
    edit: 'Editar',
    more: 'Mais',
    upscaleOne: (picture) => `A${picture}`,
    varyOne: (picture) => `V${picture}`,
  },
};

const attached = (pictures: number) =>
  pictures === 1 ? 'a imagem anexada' : `as ${portuguese.number(pictures)} imagens anexadas`;

export const panel: Catalogue['panel'] = {
  which: 'Qual imagem?',
  older: 'Esse botão é de uma versão anterior deste bot. Veja em *Mais* o que dá para fazer agora.',
  otherVersion: 'Esse botão é de outra versão deste bot. Veja o que dá para fazer agora:',
  picture: (picture) => `Imagem ${portuguese.number(picture)}`,
  head: (job) => `Tarefa ${job}: o que você quer fazer?`,
  headOf: (job, picture, count) =>
    `Tarefa ${job}, imagem ${portuguese.number(picture)} de ${portuguese.number(count)}: o que você quer fazer?`,
  step: 'Criar outra coisa a partir dela',
  optionsPage: (page) => `Mais opções (${portuguese.number(page)})`,
  buttons: {
    details: 'Detalhes',
    start: 'Usar como base',
    original: 'Arquivo',
    save: 'Salvar',
    options: 'Opções',
    delete: 'Excluir',
    deleteNow: 'Excluir permanentemente',
    keep: 'Manter',
    report: 'Denunciar',
  },
  deleteQuestion: (pictures) => [
    `Excluir ${pictures === 1 ? 'esta imagem' : `todas as ${portuguese.number(pictures)} imagens desta tarefa`} e todos os dados?`,
    `A mensagem também é excluída. As imagens que outras pessoas criaram a partir ${pictures === 1 ? 'dela' : 'delas'} continuam.`,
  ],
  removeQuestion: (pictures) => [
    `Remover ${pictures === 1 ? 'esta imagem' : `todas as ${portuguese.number(pictures)} imagens desta tarefa`} em nome da moderação deste servidor?`,
    pictures === 1
      ? 'Isso é permanente e remove também tudo o que foi criado a partir dela.'
      : 'Isso é permanente e remove também tudo o que foi criado a partir delas.',
  ],
  deleted: 'Excluída.',
  removed: 'Removida.',
  saved: (link) => `Está nas suas mensagens diretas: ${link}`,
  originalHead: (job) => `Original da tarefa ${job}:`,
  savedHead: (link) => `Você salvou isto de ${link}`,
  details: {
    copy: (pictures, isDirect) =>
      `Para criar de novo, envie isto${isDirect ? ' em um servidor' : ''}${pictures === 0 ? '' : ` com ${attached(pictures)}`}:`,
    inFile: (pictures) =>
      `É longo demais para mostrar aqui. O arquivo anexado tem o comando para criar de novo${pictures === 0 ? '' : `; envie-o com ${attached(pictures)}`}.`,
    checkpoint: (name) => `Criada com \`${name}\``,
    default: 'seu padrão',
    preset: (name) => `preset ${name}`,
    written: (prompt) => `O prompt como foi escrito:\n${prompt}`,
    emptied: (option) => `**${option}** em branco (não dá para mostrar no comando)`,
    made: 'Criadas a partir dela:',
    cost: (dollars) => `Custou ${portuguese.money(dollars)}.`,
  },
};

export const fromMessage: Catalogue['fromMessage'] = {
  inspected: 'Um PNG do ComfyUI ou da interface web do AUTOMATIC1111',
  which: 'Qual destas imagens?',
  found:
    'Estas configurações estão no arquivo. Envie o comando como está ou edite em um formulário:',
  left: (names) => `Indisponível aqui, por isso fica no padrão: ${portuguese.series(names)}.`,
  isCut: 'O prompt era longo demais, então cortei o final.',
  make: 'Criar',
  useOwn: (you) => `${you}, isto usa a sua imagem. Abra o formulário para descrever o que criar.`,
  useOthers: (poster) =>
    `Abra o formulário para descrever o que criar. Depois vou pedir permissão a ${poster} aqui.`,
  form: 'Abrir o formulário',
  question: {
    face: (poster, asker, link) =>
      `${poster}, ${asker} quer criar uma imagem com o rosto que aparece [na sua imagem](${link}).`,
    pictures: (poster, asker, link) => `${poster}, ${asker} quer usar [a sua imagem](${link}).`,
  },
  terms: [
    'Só baixo a imagem se você concordar, e a apago assim que for usada. Você pode retirar o consentimento com `/privacy`.',
    'Esta pergunta fica aberta por uma hora.',
  ],
  no: 'Não',
  showPrompt: 'Mostrar prompt',
  from: (link) => `Criada a partir [desta imagem](${link})`,
};
