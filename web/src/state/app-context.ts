// The one place that builds every store. Pages receive it; nothing else reaches for globals.
import { browserWorld } from '../api/browser-world';
import { Http } from '../api/http';
import type { LiveSocket } from '../api/live-socket';
import { Account } from './account';
import { DecisionDetailStore } from './decision-detail';
import { DesktopNotifier } from './desktop-notifier';
import { GeneratorControl } from './generator-control';
import { connectLive } from './live-link';
import { LiveStore } from './live-store';
import { Notices } from './notices';
import { Router } from './router';
import { SessionStore } from './session-store';
import { sessionTrace } from './session-trace';
import { ThemeStore } from './theme';

export interface AppContext {
  http: Http;
  theme: ThemeStore;
  router: Router;
  session: SessionStore;
  account: Account;
  notices: Notices;
  notifier: DesktopNotifier;
  live: LiveStore;
  control: GeneratorControl;
  detail: DecisionDetailStore;
  socket: LiveSocket;
}

export function createApp(): AppContext {
  const theme = new ThemeStore();
  const http = new Http(
    (path, init) => fetch(path, init),
    () => {
      if (session.value.phase === 'signed-in') session.expire();
    },
  );
  const session: SessionStore = new SessionStore(
    http,
    sessionTrace(() => localStorage),
  );
  const notices = new Notices();
  const frame = {
    nowMs: () => Date.now(),
    nextFrame: (run: () => void) => requestAnimationFrame(run),
  };
  const parts = {
    http,
    theme,
    session,
    account: new Account(http),
    notices,
    router: new Router(),
    notifier: new DesktopNotifier(),
    live: new LiveStore(frame),
    control: new GeneratorControl(http, notices),
    detail: new DecisionDetailStore(http),
  };
  return { ...parts, socket: connectLive(parts, browserWorld()) };
}
