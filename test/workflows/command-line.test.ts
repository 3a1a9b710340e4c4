import { describe, expect, it } from 'vitest';
import { generalLine, readCommand } from '../../src/workflows/command-line.ts';
import { UsageError } from '../../src/command-line/program.ts';

const ADD = {
  kind: 'add',
  name: undefined,
  isGeneral: false,
  app: undefined,
  objectInfo: undefined,
  to: undefined,
  force: false,
};

describe('the arguments of npm run workflow', () => {
  it.each([
    [[], { kind: 'help' }],
    [['check', '--help'], { kind: 'help' }],
    [['check'], { kind: 'check', folders: [] }],
    [['check', 'workflows/a', 'b'], { kind: 'check', folders: ['workflows/a', 'b'] }],
    [['add', 'a.json', 'b.png', 'c'], { ...ADD, files: ['a.json', 'b.png', 'c'] }],
    [['add', 'flux.json'], { ...ADD, files: ['flux.json'] }],
    [
      ['add', '--general', 'f.json', '--name', 'flux', '--app', 'f.app.json', '--force'],
      { ...ADD, files: ['f.json'], name: 'flux', isGeneral: true, app: 'f.app.json', force: true },
    ],
    [
      ['add', 'f.json', '--object-info', 'i.json', '--to', 'w'],
      { ...ADD, files: ['f.json'], objectInfo: 'i.json', to: 'w' },
    ],
    [['worker'], { kind: 'worker', folders: [], to: 'worker-files', force: false }],
    [
      ['worker', 'a', 'b', '--to', 'w', '--force'],
      { kind: 'worker', folders: ['a', 'b'], to: 'w', force: true },
    ],
    [['try', 'workflows/a'], { kind: 'try', folder: 'workflows/a', options: [] }],
    [
      ['try', 'a', '--open', '--port', '8080'],
      { kind: 'try', folder: 'a', options: ['--open', '--port', '8080'] },
    ],
    [['run', 'a'], { kind: 'run', folder: 'a', options: [] }],
    [
      ['run', 'a', '--prompt', 'a fox', '--force'],
      { kind: 'run', folder: 'a', options: ['--prompt', 'a fox', '--force'] },
    ],
    [['run', '--help'], { kind: 'help' }],
  ])('%j are understood', (args, command) => {
    expect(readCommand(args)).toEqual(command);
  });

  it.each([
    [['chek']],
    [['check', '--all']],
    [['check', '--general']],
    [['--general']],
    [['add']],
    [['worker', '--general']],
    [['add', 'a.json', '--open']],
    [['check', '--port', '8080']],
    [['try']],
    [['try', 'a', 'b']],
    [['try', 'a', '--general']],
    [['run']],
    [['run', '--prompt', 'a fox']],
    [['add', 'a.json', 'b.json', '--name', 'c']],
    [['add', 'a.json', 'b.json', '--app', 'c.json']],
  ])('%j are not', (args) => {
    expect(() => readCommand(args)).toThrow(UsageError);
  });
});

describe('the line that adds a workflow again, as general', () => {
  it('has the same arguments, as a shell takes them', () => {
    const args = ['add', "it's mine.json", '--name', 'mine', '--to', '/a/b', '--app', '$x.json'];
    const command = readCommand(args);
    const [file = ''] = command.kind === 'add' ? command.files : [];
    expect(command.kind === 'add' && generalLine([file], command)).toBe(
      "npm run workflow -- add 'it'\\''s mine.json' --name mine --app '$x.json' --to /a/b --general --force",
    );
  });
});
