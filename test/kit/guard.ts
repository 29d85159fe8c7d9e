import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/** Watches over a child process and a folder for as long as this process lives. */
export interface Guard {
  /** Ends the watch and leaves everything as it is. */
  readonly dismiss: () => void;
}

/**
 * Makes sure that `pid` and `folder` do not outlive this process, however it ends, even by SIGKILL: a small shell waits
 * for its input to close, then kills the one and removes the other. It never keeps this process alive.
 */
export function guardChild(pid: number, folder: string): Guard {
  const script = 'read -r _ && exit 0; kill -9 "$1" 2>/dev/null; rm -rf -- "$2"';
  const shell = spawn('/bin/sh', ['-c', script, 'guard', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true, // Ctrl-C in the terminal must not end the guard first
    env: { PATH: '/usr/bin:/bin' },
  });
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  shell.stdin.on('error', () => undefined);
  return { dismiss: () => void shell.stdin.end('done\n') };
}
