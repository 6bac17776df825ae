// One training as its page sees it: asked for here, followed by the live channel, ended by either.
import { errorWords, type Http } from '../api/http';
import type { RetrainReport, Training } from '../api/model-types';
import { retrain, type RetrainFromLabels, type RetrainFromMessages } from '../api/models';
import { Store } from './store';

export interface RetrainingState {
  phase: 'idle' | 'running' | 'done' | 'failed';
  /** From 0 to 1. */
  progress: number;
  report: RetrainReport | null;
  problem: string;
}

export const MESSAGES_MAX = 100_000;
const idle: RetrainingState = { phase: 'idle', progress: 0, report: null, problem: '' };

export class Retraining extends Store<RetrainingState> {
  constructor(private readonly http: Http) {
    super(idle);
  }

  /** Resolves when the server answers: with the outcome, or with the word that it goes on. */
  async start(request: RetrainFromLabels | RetrainFromMessages): Promise<void> {
    if (this.value.phase === 'running') return;
    this.set({ ...idle, phase: 'running' });
    try {
      const reply = await retrain(this.http, request);
      if (!('report' in reply)) return;
      this.set({ ...idle, phase: 'done', progress: 1, report: reply.report });
    } catch (error) {
      this.set({ ...idle, phase: 'failed', problem: errorWords(error) });
    }
  }

  /** What the live channel or GET /models tells of the newest training. */
  follow(training: Training): void {
    const { state, progress, result, message } = training;
    if (state === 'idle' || state === 'busy') return;
    this.set({
      phase: state,
      progress,
      report: result,
      problem: state === 'failed' ? (message ?? 'The training failed.') : '',
    });
  }
}

/** One message a line; empty lines are left out. */
export const linesOf = (pasted: string): string[] =>
  pasted
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
