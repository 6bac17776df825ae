// The registry of models: what there is, who judges, and the actions of an admin.
import { errorWords, type Http } from '../api/http';
import type { Models, ModelVersion, PreviousModels, Training } from '../api/model-types';
import { activateModel, readModelCard, readModels, setChallenger } from '../api/models';
import type { Kind } from '../api/types';
import { Store } from './store';

export interface RegistryState {
  models: ModelVersion[] | null;
  previous: PreviousModels;
  training: Training | null;
  problem: string;
}

export class ModelRegistry extends Store<RegistryState> {
  private running: AbortController | null = null;

  constructor(private readonly http: Http) {
    const previous = { transaction: null, message: null };
    super({ models: null, previous, training: null, problem: '' });
  }

  /** Keeps what is shown when a later reading fails. */
  async load(): Promise<void> {
    this.running?.abort();
    const request = new AbortController();
    this.running = request;
    try {
      const { data, previous, training }: Models = await readModels(this.http, request.signal);
      if (!request.signal.aborted) this.set({ models: data, previous, training, problem: '' });
    } catch (error) {
      if (!request.signal.aborted) this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  /** The card of a version in Markdown, or words about what went wrong. */
  async card({ id, version }: ModelVersion): Promise<{ card: string } | { problem: string }> {
    try {
      return { card: await readModelCard(this.http, id, version) };
    } catch (error) {
      return { problem: errorWords(error) };
    }
  }

  stop(): void {
    this.running?.abort();
  }

  /** Resolves to words about what went wrong, or to null. */
  activate(id: string, version: number | null): Promise<string | null> {
    return this.change(() => activateModel(this.http, id, version));
  }

  challenge(id: string, version: number, share: number): Promise<string | null> {
    return this.change(() => setChallenger(this.http, id, version, share));
  }

  private async change(action: () => Promise<unknown>): Promise<string | null> {
    try {
      await action();
    } catch (error) {
      return errorWords(error);
    }
    await this.load();
    return null;
  }
}

/** What judges payments or messages: the judges first, then what stands by, newest first. */
export function modelsAbout(models: ModelVersion[], about: Kind): ModelVersion[] {
  const rank = { champion: 0, challenger: 1, monitor: 2, standby: 3 };
  return models
    .filter((model) => model.about === about)
    .sort(
      (a, b) =>
        rank[a.state] - rank[b.state] || a.id.localeCompare(b.id) || b.version - a.version,
    );
}
