// Whether somebody is signed in, and as what. The proof itself lives in an HttpOnly cookie.
import { ApiError, errorWords, type Http } from '../api/http';
import { closeSession, openSession, type Proof, readSession } from '../api/session';
import type { Role, Session } from '../api/types';
import { asksForCode, signInWords } from '../format/sign-in-words';
import type { SessionTrace } from './session-trace';
import { Store } from './store';

export type SessionState =
  | { phase: 'unknown' }
  /** `codeNeeded`: name and password were right, the code of the app is missing. */
  | { phase: 'signed-out'; problem: string; busy: boolean; codeNeeded: boolean }
  | { phase: 'signed-in'; session: Session };

export class SessionStore extends Store<SessionState> {
  private checking: Promise<void> | null = null;

  constructor(
    private readonly http: Http,
    private readonly trace: SessionTrace,
  ) {
    super({ phase: 'unknown' });
  }

  get role(): Role | null {
    return this.value.phase === 'signed-in' ? this.value.session.role : null;
  }

  get tenant(): string {
    return this.value.phase === 'signed-in' ? this.value.session.tenant : '';
  }

  /** `loginToken`: from the one-time link that the server prints at its start. */
  async begin(loginToken: string | null): Promise<void> {
    if (loginToken) await this.signIn({ login: loginToken });
    else if (this.trace.isThere()) await this.check();
    // Asking would only be refused, and the browser writes refusals down as errors.
    else this.stayOut('');
  }

  async signOut(): Promise<void> {
    await closeSession(this.http).catch(() => null);
    this.expire('');
  }

  /** Asks the server again; an unreachable server changes nothing for someone signed in. */
  check(): Promise<void> {
    this.checking ??= this.ask().finally(() => (this.checking = null));
    return this.checking;
  }

  private async ask(): Promise<void> {
    try {
      this.enter(await readSession(this.http));
    } catch (error) {
      const { phase } = this.value;
      const refused = error instanceof ApiError && error.status === 401;
      if (refused && phase === 'signed-in') this.expire();
      // Nothing to say to someone who was not signed in; words that stand there already stay.
      else if (refused && phase === 'unknown') this.expire('');
      else if (phase === 'unknown') this.stayOut(errorWords(error));
    }
  }

  private enter(session: Session): void {
    this.trace.leave(true);
    this.set({ phase: 'signed-in', session });
  }

  expire(problem = 'The session has ended. Sign in again to go on.'): void {
    this.trace.leave(false);
    this.stayOut(problem);
  }

  private stayOut(problem: string): void {
    this.set({ phase: 'signed-out', problem, busy: false, codeNeeded: false });
  }

  async signIn(proof: Proof): Promise<void> {
    const codeNeeded = 'code' in proof;
    this.set({ phase: 'signed-out', problem: '', busy: true, codeNeeded });
    // A late answer about the old session must not end the new one.
    await this.checking;
    try {
      this.enter(await openSession(this.http, proof));
    } catch (error) {
      const problem = signInWords(error, proof);
      // A wrong code is asked for again, beside the name and the password that are still there.
      const asks = codeNeeded || asksForCode(error);
      this.set({ phase: 'signed-out', problem, busy: false, codeNeeded: asks });
    }
  }
}

/** Reads `#login=TOKEN` and nothing else. */
export function loginTokenIn(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('login') || null;
}

/** Its people also run the installation. */
export const OPERATOR_TENANT = 'default';
/** Who may make and change tenants. */
export const isOperator = ({ role, tenant }: Session): boolean =>
  role === 'admin' && tenant === OPERATOR_TENANT;

export const canLabel = (role: Role | null) => role === 'analyst' || role === 'admin';
/** What an analyst may see an auditor may see too; only changing it is not for auditors. */
export const canRead = (role: Role | null) => canLabel(role) || role === 'auditor';
export const canSeeAccess = (role: Role | null) => role === 'admin' || role === 'auditor';
export const canControl = (role: Role | null) => role === 'admin';
