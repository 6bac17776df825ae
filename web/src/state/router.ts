// Follows and changes the address with the history API, so that Back works.
import { parseRoute, type Route, routeUrl } from './routes';
import { Store } from './store';

const here = () => parseRoute(location.pathname, location.search);

export class Router extends Store<Route> {
  constructor() {
    super(here());
    addEventListener('popstate', () => this.set(here()));
  }

  go(url: string): void {
    if (url === location.pathname + location.search) return;
    history.pushState(null, '', url);
    this.set(here());
  }

  /** Changes part of the present address. `replace`: no new step for Back. */
  change(part: Partial<Route>, replace = false): void {
    const url = routeUrl({ ...this.value, ...part });
    if (replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    this.set(here());
  }

  /** Takes over plain clicks on links to the dashboard; others stay with the browser. */
  readonly followLink = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target || link.origin !== location.origin) return;
    if (!/^\/dashboard(\/|$)/.test(link.pathname)) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  };
}
