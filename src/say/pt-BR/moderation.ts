import { capitalised } from '../facts.ts';
import type { Catalogue } from '../say.ts';
import { portuguese, someOf } from './formats.ts';

export const moderation: Catalogue['moderation'] = {
  description: 'Denúncias de imagens, moderação e bloqueios neste servidor',
  channel: 'Envie as denúncias de imagens para um canal',
  channelForReports: 'Um canal que só a moderação vê',
  role: 'Escolha um cargo de moderação; em branco: só quem gerencia o servidor',
  roleOfModerators: 'Quem tem o cargo vê e decide denúncias, e pode bloquear membros',
  spoilers: 'Poste todas as imagens deste servidor como spoiler',
  spoilersOn: 'Ativado: todas as imagens. Desativado: cada membro decide',
  language: 'Escolha o idioma das mensagens que todo mundo vê aqui',
  languageOfServer: 'Em branco: o idioma das configurações do servidor no Discord',
  private: 'Liste e remova imagens privadas criadas neste servidor',
  blocks: 'Quem está bloqueado aqui',
  block: 'Impeça um membro de criar e denunciar imagens aqui',
  personToBlock: 'O membro que você quer bloquear',
  unblock: 'Desbloqueie um membro',
  personToUnblock: 'O membro que você quer desbloquear',

  managersOnly: 'Agora só quem gerencia este servidor pode decidir denúncias.',
  roleChosen: (role) => [
    `Agora ${role} e quem gerencia este servidor decidem as denúncias.`,
    'Para que o cargo também possa usar `/moderation`, permita isso em Configurações do servidor > Integrações.',
  ],
  channelChosen: (where) => `As denúncias agora vão para ${where}.`,
  cannotPost: (where, permissions) =>
    `Não consigo postar em ${where}. Ative ${portuguese.list(permissions.map((one) => `**${one}**`))} para mim nesse canal e escolha-o de novo.`,
  greeting: 'As denúncias de imagens vão aparecer neste canal, com botões para decidir.',
  privateTitle: 'Imagens privadas neste servidor',
  noPrivate: 'Não há imagens privadas guardadas.',
  choosePrivate: 'Remover uma imagem',
  removePrivate: (job) => [
    `Remover a imagem privada da tarefa ${job}?`,
    'Isso é permanente e remove também tudo o que foi criado a partir dela. Se eu ainda puder editar a mensagem de quem pediu, ela vai dizer que a moderação removeu a imagem.',
  ],
  privateButtons: { remove: 'Remover permanentemente', back: 'Voltar' },
  covered: 'As novas imagens deste servidor agora são postadas como spoiler.',
  uncovered: 'Agora cada membro decide se as próprias imagens são spoiler.',
  languageChosen: (language) =>
    `As mensagens que todo mundo vê neste servidor agora ficam neste idioma: ${language}.`,
  languageOfDiscord: (language) =>
    `As mensagens que todo mundo vê neste servidor agora seguem as configurações dele no Discord: ${language}.`,
  blocked: (who) => `${who} não pode mais criar nem denunciar imagens aqui.`,
  blockedFromReport: (who) =>
    `${portuguese.list(who)} não ${who.length === 1 ? 'pode' : 'podem'} mais criar nem denunciar imagens aqui. Para desfazer, use \`/moderation unblock\`.`,
  alreadyBlocked: (who) => `${who} já está na lista de bloqueio.`,
  unblocked: (who) => `${who} pode criar e denunciar imagens de novo.`,
  notBlocked: (who) => `${who} não está na lista de bloqueio.`,
  nobodyBlocked: 'Ninguém está na lista de bloqueio daqui.',
  noReportChannel: [
    'Há imagens denunciadas neste servidor, mas nenhum canal de denúncias em que eu possa postar.',
    'Escolha um que só a moderação veja, com `/moderation channel`. As denúncias vão aparecer lá.',
  ],
};

export const reports: Catalogue['reports'] = {
  ask: 'O que há de errado com esta imagem? A moderação do servidor vai ver que você a denunciou; quem pediu a imagem, não.',
  thanksFor: {
    hide: 'Obrigado. A imagem fica oculta até a moderação do servidor decidir.',
    cover: 'Obrigado. A imagem fica como spoiler até a moderação do servidor decidir.',
    none: 'Obrigado. A moderação do servidor vai dar uma olhada.',
  },
  noReportChannel: (job) => [
    'Este servidor ainda não tem um canal de denúncias, então vou avisar a próxima pessoa da moderação que me usar aqui.',
    `Se for urgente, fale com a moderação ou com quem é dono do servidor e mencione a tarefa ${job}.`,
  ],
  outside: {
    ask: 'O que há de errado com esta imagem? O responsável pelo bot vai ver que você a denunciou.',
    thanksFor: {
      hide: 'Obrigado. A imagem fica oculta até o responsável pelo bot decidir.',
      cover: 'Obrigado. A imagem fica como spoiler até o responsável pelo bot decidir.',
      none: 'Obrigado. O responsável pelo bot vai dar uma olhada.',
    },
    unread: {
      ask: 'O que há de errado com esta imagem? O responsável pelo bot não recebe denúncias de fora dos servidores, mas alguns motivos a ocultam.',
      thanksFor: {
        hide: 'Obrigado. A imagem foi ocultada.',
        cover: 'Obrigado. A imagem agora é um spoiler.',
        none: 'Obrigado. Para se livrar da imagem, use *Mais*, *Excluir*.',
      },
    },
  },
  reasons: {
    shows_me: {
      label: 'Eu apareço nela',
      says: 'mostra quem denunciou',
      hidden: 'Um membro denunciou que aparece nesta imagem.',
    },
    sexual: {
      label: 'Conteúdo sexual',
      says: 'tem conteúdo sexual',
      hidden: 'Esta imagem foi denunciada por conteúdo sexual.',
    },
    minor: {
      label: 'Menor de idade',
      says: 'mostra um menor de idade de forma inadequada',
      hidden: 'Esta imagem foi denunciada por mostrar um menor de idade.',
    },
    hateful: {
      label: 'Ódio',
      says: 'promove ódio',
      hidden: 'Esta imagem foi denunciada por promover ódio.',
    },
    other: {
      label: 'Outro motivo',
      says: 'não deveria estar aqui',
      hidden: 'Esta imagem foi denunciada.',
    },
  },

  title: 'Imagem denunciada',
  reported: (who, when, says) => {
    const reporters = capitalised(someOf(who));
    return who.length === 1
      ? `${reporters} denunciou ${when} que esta imagem **${says}**.`
      : `${reporters} denunciaram que esta imagem **${says}**. Primeira denúncia: ${when}.`;
  },
  madeFor: (who, where) => `Criada para ${who}: ${where}`,
  promptRefused: 'O Discord recusou o prompt dela.',
  nothingLeft: 'A imagem não está mais guardada.',
  hidden: 'Ela fica oculta até a moderação decidir.',
  covered: 'Ela fica como spoiler até a moderação decidir.',
  shown: 'Ela continua visível.',
  erased: (when) => `Quem pediu a imagem a apagou ${when}.`,
  followed: (when) => `**Removida** ${when}, junto com a imagem de origem.`,
  removed: (who, when) => `**Removida** por ${who} ${when}.`,
  kept: (who, when) => `**Mantida** por ${who} ${when}.`,
  unnamedMember: 'um membro',
  look: (job) => `A imagem denunciada da tarefa ${job}.`,
  askToBlock: (who) =>
    `Impedir estes membros de criar e denunciar imagens aqui? ${portuguese.list(who)}`,
  buttons: {
    remove: 'Remover permanentemente',
    showAgain: 'Mostrar de novo',
    keep: 'Manter',
    look: 'Ver',
    blockRequester: 'Bloquear quem pediu',
    blockReporter: 'Bloquear quem denunciou',
    blockReporters: 'Bloquear todos que denunciaram',
    blockAll: 'Bloquear todos',
  },
};

export const pause: Catalogue['pause'] = {
  appeal: 'Falar com o responsável',
  formTitle: 'Falar com o responsável pelo bot',
  label: 'Sua mensagem (opcional)',
  about: 'O responsável recebe seu nome, quando a pausa termina e o que você escrever aqui.',
  sent: 'Enviado. O responsável pelo bot pode encerrar a pausa antes do prazo.',
};
