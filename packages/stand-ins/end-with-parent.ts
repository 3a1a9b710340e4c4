// Loaded before a program whose standard input is a pipe: asks it to stop once the process at the
// other end is gone, however that ended.
process.stdin
  .on('end', () => {
    process.kill(process.pid, 'SIGTERM');
  })
  .on('error', () => undefined)
  .resume();
// The program ends when it has nothing more to do, not when the pipe does.
if ('unref' in process.stdin) process.stdin.unref();
