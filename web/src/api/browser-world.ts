// The real socket and clock behind LiveSocket.
import type { SocketLike, SocketWorld } from './live-socket';

export function browserWorld(): SocketWorld {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const address = `${scheme}://${location.host}/ws/dashboard`;
  return {
    open: () => new WebSocket(address) as unknown as SocketLike,
    now: () => performance.now(),
    setTimer: (run, delayMs) => setTimeout(run, delayMs),
    clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    random: () => Math.random(),
  };
}
