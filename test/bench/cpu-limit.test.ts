import { expect, it } from 'vitest';
import { cpuHierarchyIn } from '../../bench/cpu-limit.ts';

const FIRST = [
  'tmpfs /sys/fs/cgroup tmpfs rw,relatime,mode=755 0 0',
  'cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0',
  'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0',
];
const SECOND = 'cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0';

it.each([
  ['version 1', FIRST, { version: 1, folder: '/sys/fs/cgroup/cpu,cpuacct' }],
  ['version 2', [SECOND], { version: 2, folder: '/sys/fs/cgroup/unified' }],
  ['both, of which the first has the CPU', [SECOND, ...FIRST], { version: 1 }],
  ['both, of which the second has the CPU', [...FIRST.slice(0, 2), SECOND], { version: 2 }],
])('finds where to limit CPU time with cgroups of %s', (_, mounts, found) => {
  expect(cpuHierarchyIn(`${mounts.join('\n')}\n`)).toMatchObject(found);
});

it('finds nothing where no cgroups are mounted', () => {
  expect(cpuHierarchyIn('proc /proc proc rw 0 0\n')).toBeUndefined();
});
