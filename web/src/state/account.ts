// One's own account: another password, and a second factor.
import { ApiError, errorWords, fieldProblems, type Http } from '../api/http';
import { beginFactor, changePassword, confirmFactor, type FactorSecret } from '../api/session';
import { Store } from './store';

export interface AccountState {
  busy: boolean;
  /** What went wrong with the password, by field; `rest`: with none of them. */
  password: { current: string; next: string; rest: string; done: boolean };
  factor: {
    phase: 'unknown' | 'secret' | 'on';
    /** Until it is confirmed. */
    secret: FactorSecret | null;
    problem: string;
  };
}

const start: AccountState = {
  busy: false,
  password: { current: '', next: '', rest: '', done: false },
  factor: { phase: 'unknown', secret: null, problem: '' },
};

export class Account extends Store<AccountState> {
  constructor(private readonly http: Http) {
    super(start);
  }

  /** Nothing of it stays in the page. */
  forget(): void {
    this.set(start);
  }

  async changePassword(current: string, next: string): Promise<void> {
    if (this.value.busy) return;
    this.set({ ...this.value, busy: true, password: start.password });
    let password = { ...start.password, done: true };
    try {
      await changePassword(this.http, current, next);
    } catch (error) {
      password = passwordProblems(error);
    }
    this.set({ ...this.value, busy: false, password });
  }

  async beginFactor(): Promise<void> {
    await this.step(async () => ({
      phase: 'secret',
      secret: await beginFactor(this.http),
      problem: '',
    }));
  }

  /** True where it is on now. */
  async confirmFactor(code: string): Promise<boolean> {
    await this.step(async () => {
      await confirmFactor(this.http, code);
      return { phase: 'on', secret: null, problem: '' };
    });
    return this.value.factor.phase === 'on';
  }

  private async step(action: () => Promise<AccountState['factor']>): Promise<void> {
    if (this.value.busy) return;
    this.set({ ...this.value, busy: true, factor: { ...this.value.factor, problem: '' } });
    let { factor } = this.value;
    try {
      factor = await action();
    } catch (error) {
      factor = { ...factor, problem: errorWords(error) };
    }
    this.set({ ...this.value, busy: false, factor });
  }
}

function passwordProblems(error: unknown): AccountState['password'] {
  const fields = fieldProblems(error);
  const wrong = error instanceof ApiError && error.status === 403;
  const current = fields['/current'] ?? (wrong ? errorWords(error) : '');
  const next = fields['/new'] ?? '';
  const rest = current || next ? '' : errorWords(error);
  return { current, next, rest, done: false };
}
