// What is done about single alerts here: the live channel tells how an alert began only.
import { findCaseOf, stepAlert } from '../api/cases';
import { ApiError, errorWords, type Http } from '../api/http';
import { Store } from './store';

export type AlertStep = 'acknowledge' | 'resolve';
const KEPT_MAX = 1000;

/** State of the alerts that were stepped, by id. */
export class AlertSteps extends Store<ReadonlyMap<string, string>> {
  constructor(private readonly http: Http) {
    super(new Map());
  }

  /** Resolves to words about what went wrong, or to null. */
  async take(id: string, step: AlertStep): Promise<string | null> {
    try {
      await stepAlert(this.http, id, step);
    } catch (error) {
      // Somebody else resolved it.
      if (error instanceof ApiError && error.status === 409) this.keep(id, 'resolved');
      return errorWords(error);
    }
    this.keep(id, step === 'resolve' ? 'resolved' : 'acknowledged');
    return null;
  }

  /** The id of the case, or words about why there is none to show. */
  async caseOf(decision: string): Promise<{ id: string } | { problem: string }> {
    try {
      const id = await findCaseOf(this.http, decision);
      return id ? { id } : { problem: 'This alert has no case, or none yet.' };
    } catch (error) {
      return { problem: errorWords(error) };
    }
  }

  private keep(id: string, state: string): void {
    const kept = [...this.value].slice(-KEPT_MAX);
    this.set(new Map([...kept, [id, state]]));
  }
}
