// Whether this browser has signed in before: the cookie itself is out of the page's reach.
const KEY = 'shrike.signed-in';

/** Only a hint: the server alone knows whether a session still holds. */
export interface SessionTrace {
  isThere(): boolean;
  leave(signedIn: boolean): void;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** `shelf`: throws where the browser keeps nothing; then a session is always looked for. */
export const sessionTrace = (shelf: () => Shelf): SessionTrace => ({
  isThere() {
    try {
      return shelf().getItem(KEY) !== null;
    } catch {
      return true;
    }
  },
  leave(signedIn) {
    try {
      if (signedIn) shelf().setItem(KEY, 'yes');
      else shelf().removeItem(KEY);
    } catch {
      // Nothing is kept, and nothing depends on it.
    }
  },
});
