// Joins the live connection to the stores: phases, messages, notices, session checks.
import { LiveSocket, type SocketPhase, type SocketWorld } from '../api/live-socket';
import type { LiveMessage } from '../api/decode/live-message';
import type { AppContext } from './app-context';
import type { Route } from './routes';

export function connectLive(app: Omit<AppContext, 'socket'>, world: SocketWorld): LiveSocket {
  const onMessage = (message: LiveMessage) => {
    app.live.receive(message);
    if (message.type === 'stats') app.control.confirm(message.data.generator.rate);
    if (message.type === 'alert' && message.data.risk_level === 'Critical') {
      if (!isBusy(app.router.value)) app.notices.critical(message.data, Date.now());
      app.notifier.critical(message.data, (decision) => app.router.change({ decision }));
    }
  };
  const onPhase = (phase: SocketPhase) => {
    app.live.setPhase(phase);
    if (phase === 'refused') app.session.expire();
    // A refused upgrade looks like any lost line to a browser: ask whether the session still holds.
    if (phase === 'lost') void app.session.check();
  };
  const socket = new LiveSocket(world, { message: onMessage, phase: onPhase });
  followSession(app, socket);
  addEventListener('online', () => socket.retryNow());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) socket.retryNow();
  });
  return socket;
}

/** The overview has all alerts in its panel, and a reader of one decision is left in peace. */
const isBusy = ({ page, decision }: Route): boolean => page === 'overview' || decision !== null;

function followSession(app: Omit<AppContext, 'socket'>, socket: LiveSocket): void {
  app.session.subscribe(() => {
    if (app.session.value.phase === 'signed-in') {
      socket.start();
    } else if (app.session.value.phase === 'signed-out') {
      socket.stop();
      app.live.clear();
    }
  });
}
