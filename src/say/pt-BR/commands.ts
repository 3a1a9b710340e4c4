import type { Catalogue } from '../say.ts';
import { portuguese } from './formats.ts';

export const commands: Catalogue['commands'] = {
  imagine: 'Crie uma imagem a partir de um prompt e, se quiser, com o rosto de uma foto',
  image: 'Altere uma imagem com um prompt',
  upscale: 'Amplie uma imagem e ganhe mais detalhes',
  jobs: 'Suas imagens e o andamento delas',
  show: 'Uma das suas imagens: andamento e configurações',
  help: 'Como criar imagens neste canal',
  status: 'Workers de GPU, fila e tarefas deste bot',
  settings: 'Suas opções padrão, privacidade e menções',
  inspect: 'As configurações guardadas no arquivo de uma imagem',
  privacy: 'Veja, exporte ou apague o que este bot guarda sobre você',
};

export const publicEndpoints: Catalogue['publicEndpoints'] = {
  'flux-dev': 'Fotos e letreiros a partir de um prompt, com o FLUX.1 dev',
  'flux-schnell': 'Uma imagem a partir de um prompt, em segundos, com o FLUX.1 schnell',
  'z-image-turbo': 'Uma imagem a partir de um prompt em inglês ou chinês, com o Z-Image-Turbo',
};

export const optionNames: Catalogue['optionNames'] = {
  prompt: 'prompt',
  negative_prompt: 'prompt-negativo',
  aspect_ratio: 'proporção',
  style: 'estilo',
  count: 'quantidade',
  steps: 'passos',
  cfg: 'cfg',
  sampler: 'sampler',
  scheduler: 'scheduler',
  denoise: 'denoise',
  seed: 'seed',
  factor: 'fator',
  image: 'imagem',
  face: 'rosto',
  face_weight: 'peso-do-rosto',
  faceid_weight: 'peso-do-faceid',
  face_consent: 'consentimento-do-rosto',
  consent: 'consentimento',
  preset: 'preset',
  private: 'privado',
  spoiler: 'spoiler',
  name: 'nome',
  before: 'antes',
  after: 'depois',
  from: 'da-tarefa',
  for_server: 'para-o-servidor',
  job: 'tarefa',
  channel: 'canal',
  role: 'cargo',
  on: 'ativado',
  language: 'idioma',
  person: 'pessoa',
  file: 'arquivo',
  show: 'mostrar',
  by: 'por',
  days: 'dias',
  everywhere: 'todos-os-servidores',
};

export const options: Catalogue['options'] = {
  prompt: 'O que a imagem mostra',
  negative_prompt: 'O que a imagem não deve mostrar',
  aspect_ratio: 'O formato da imagem',
  steps: 'Mais passos demoram mais e trazem mais detalhes',
  cfg: 'O quanto a imagem segue o prompt',
  sampler: 'O algoritmo que transforma ruído em imagem',
  scheduler: 'Como o ruído se distribui entre os passos',
  denoise: 'Deixe em 1: sem imagem de base, valores menores só pioram o resultado',
  count: 'Quantas imagens criar de uma vez',
  style: 'Rapidez ou detalhes: define passos, cfg, sampler e scheduler se você não preencher',
  factor: 'Quanto ampliar; imagens com mais de um megapixel são reduzidas antes',
  seed: 'Mesma seed, mesmas configurações, mesma imagem; -1 sorteia uma seed',
  image: 'A imagem a ser usada: um JPEG, PNG ou WebP de até 10 MiB',
  face: 'Uma foto de um rosto: um JPEG, PNG ou WebP de até 10 MiB',
  face_weight: 'O quanto o rosto se parece com o da foto',
  faceid_weight: 'Só faz efeito em modelos FaceID Plus V2',
  private: 'Só você vê; não vale para imagens de pessoas',
  spoiler: 'Poste as imagens como spoiler',
};

export const styles: Catalogue['styles'] = {
  draft: 'Rascunho: o mais rápido',
  fast: 'Rápido',
  balanced: 'Equilibrado',
  fine: 'Refinado: o mais detalhado',
};

export const optionsWithPicture: Catalogue['optionsWithPicture'] = {
  denoise: 'Quanto muda: 0,3 dá um retoque, 0,6 refaz a pintura, 1 não mantém quase nada',
};

const { amount } = portuguese;

const PICTURES = { one: 'imagem', other: 'imagens' };
const REQUESTS = { one: 'pedido', other: 'pedidos' };
const ACTIONS = { one: 'comando ou clique', other: 'comandos e cliques' };
const MINUTES = { one: 'minuto', other: 'minutos' };

type Allowed = Parameters<Catalogue['help']['perPerson']>[0];

function allowed(whose: string, { atOnce, waiting = 0, hourly }: Allowed): string[] {
  if (atOnce + hourly === 0) return [];
  const parts = [
    ...(atOnce > 0 ? [`${amount(atOnce, PICTURES)} por vez`] : []),
    ...(waiting > 0 ? [`${amount(waiting, REQUESTS)} em espera`] : []),
    ...(hourly > 0 ? [`${amount(hourly, PICTURES)} por hora`] : []),
  ];
  return [`${whose}: ${portuguese.list(parts)}.`];
}

export const help: Catalogue['help'] = {
  title: 'Como criar imagens',
  start: (command) => [
    `1. Digite ${command}, descreva o que você quer ver e envie.`,
    '2. A resposta mostra o andamento e depois vira a imagem. Use os botões dela para continuar.',
    '3. `/jobs` lista suas imagens. `/privacy` mostra e apaga o que eu guardo sobre você.',
  ],
  command: (name, what) => `${name} ${what}`,
  notHere: (names) => `Indisponíveis neste canal: ${portuguese.list(names)}.`,
  noneHere:
    'Não consigo criar imagens neste canal. Tente em outro ou fale com o responsável pelo bot.',
  sections: {
    commands: 'Comandos',
    channel: 'Este canal',
    limits: 'Limites',
    photos: 'Fotos',
  },
  back: 'Voltar',
  others: 'Outros',
  inMenus: 'No menu de uma mensagem, em Apps',
  ageRestricted:
    'Com restrição de idade: modelos adultos são permitidos aqui. Menores de idade, nunca.',
  general: 'Sem restrição de idade: só uso modelos para todos os públicos.',
  model: (name) => `Modelo: \`${name}\``,
  faces: [
    'Você pode usar uma foto sua ou de alguém que concordou. O resultado é sempre próprio para todos os públicos.',
    'Só baixo a foto depois que você confirmar, e a apago assim que for usada.',
    'Com `/privacy`, você retira seu consentimento.',
  ],
  noFaces: ['Fotos de pessoas não são aceitas.'],
  perPerson: (of) => allowed('Para você', of),
  perServer: (of) => allowed('Para este servidor', of),
  actions: (count) => `${amount(count, ACTIONS)} por minuto.`,
  gpuTime: (minutes) => `${amount(minutes, MINUTES)} de tempo de GPU por dia para este servidor.`,
  welcome:
    '-# É sua primeira vez aqui? `/help` explica como tudo funciona e o que este canal permite.',
};

export const form: Catalogue['form'] = {
  edit: 'Editar e criar de novo',
  again: 'Criar de novo',
  anew: 'Criar algo parecido',
  filledIn: 'O que você preencheu:',
  start: 'Usar esta imagem',
  from: (min, max, what) =>
    `De ${portuguese.number(min)} a ${portuguese.number(max)}${what === '' ? '' : `. ${what}`}`,
  asBefore: (what) => (what === '' ? 'Em branco: não muda' : `${what}. Em branco: não muda`),
};
