import type { Catalogue } from '../say.ts';
import { portuguese } from './formats.ts';

export const settings: Catalogue['settings'] = {
  title: 'Suas configurações',
  notify: { on: '**Menções**: sim, após um minuto', off: '**Menções**: não' },
  private: { on: '**Privado por padrão**: sim', off: '**Privado por padrão**: não' },
  spoiler: { on: '**Spoilers**: sim', off: '**Spoilers**: não, salvo se exigido aqui' },
  askable: {
    on: '**Perguntas sobre seus posts**: sim',
    off: '**Perguntas sobre seus posts**: não',
  },
  named: {
    on: '**Nome nos gráficos da administração**: sim',
    off: '**Nome nos gráficos da administração**: não',
  },
  defaults: (commands) =>
    `**Opções padrão**: ${commands.length === 0 ? 'nenhuma' : portuguese.list(commands)}`,
  buttons: {
    notify: { on: 'Com menções', off: 'Sem menções' },
    private: { on: 'Privado', off: 'Público' },
    spoiler: { on: 'Com spoilers', off: 'Sem spoilers' },
    askable: { on: 'Com perguntas', off: 'Sem perguntas' },
    named: { on: 'Com nome nos gráficos', off: 'Sem nome nos gráficos' },
    reset: 'Redefinir',
    resetNow: 'Redefinir tudo',
    keep: 'Manter',
    back: 'Voltar',
    forget: 'Limpar',
  },
  chooseCommand: 'Opções padrão de um comando',
  resetQuestion: [
    '**Redefinir todas as suas configurações?** Isso inclui suas opções padrão de todos os comandos.',
    'Seus presets continuam.',
  ],

  ofCommand: (command) => `Opções padrão de /${command}`,
  whatHolds: 'Valem quando você deixa uma opção em branco. Um preset tem prioridade.',
  none: 'Nenhuma ainda.',
  chooseOptions: 'Escolha até cinco opções',
  option: (name, value) => `• ${name} ${value}`,
  noLongerFits: (option) => `${option} (não vale mais, por isso é ignorada)`,
  yes: 'sim',
  no: 'não',
  takes: (min, max, otherwise) => `De ${min} a ${max}; em branco: ${otherwise}`,
  otherwise: (value) => (value === '' ? 'Em branco: nada' : `Em branco: ${value}`),
};

export const presets: Catalogue['presets'] = {
  option: 'Um preset seu ou deste servidor; veja /preset list',
  description: 'Salve prompts e opções para usar de novo',
  save: 'Crie ou altere um preset; as opções que você omitir ficam como estão',
  list: 'Seus presets e os deste servidor',
  delete: 'Exclua um preset',
  name: 'O nome do preset',
  before: 'Texto que vem antes de cada prompt',
  after: 'Texto que vem depois de cada prompt',
  negativePrompt: 'O que as imagens dele não devem mostrar',
  from: 'Copie as opções de uma das suas tarefas, pelo ID',
  forServer: 'Compartilhe com o servidor inteiro; só para a moderação',

  saved: (name) => `**${name}** foi salvo. Use-o com a opção \`preset\`.`,
  deleted: (name) => `**${name}** foi excluído.`,
  own: 'Seus presets',
  ofServer: 'Presets deste servidor',
  none: 'Nenhum ainda. `/preset save` cria um.',
  prompt: '…',
  options: (parts) => portuguese.series(parts),
  onlyFor: (command) => `só para ${command}`,
  forWorkflowGone: 'para um comando que não existe mais',
  chooseCommand: 'Escolha as opções para um comando',
  title: (name) => `Opções de ${name}`,
  whatHolds: (command) => `Para ${command}.`,
};
