// One text and what the server thinks of it.
import { analyzeMessage, type MessageToJudge } from '../api/analyze';
import { errorWords, type Http } from '../api/http';
import type { Analysis } from '../api/types';
import { Store } from './store';

export interface CheckState {
  /** The text that the result is about; the field may hold another by now. */
  content: string;
  result: Analysis | null;
  busy: boolean;
  problem: string;
}

const blank: CheckState = { content: '', result: null, busy: false, problem: '' };

export class MessageCheck extends Store<CheckState> {
  constructor(private readonly http: Http) {
    super(blank);
  }

  async judge(message: MessageToJudge): Promise<void> {
    const content = message.content.trim();
    if (this.value.busy) return;
    if (!content) {
      this.set({ ...this.value, problem: 'Paste a message first.' });
      return;
    }
    this.set({ ...this.value, busy: true, problem: '' });
    try {
      const result = await analyzeMessage(this.http, { ...message, content });
      this.set({ content, result, busy: false, problem: '' });
    } catch (error) {
      this.set({ ...blank, problem: errorWords(error) });
    }
  }
}
