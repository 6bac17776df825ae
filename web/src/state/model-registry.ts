// The registry of models: what there is, who judges, and the actions of an admin.
import { errorWords, type Http } from '../api/http';
import type { Models, ModelVersion, Training } from '../api/model-types';
import { activateModel, readModels, setChallenger } from '../api/models';
import type { Kind } from '../api/types';
import { Store } from './store';

export interface RegistryState {
  models: ModelVersion[] | null;
  training: Training | null;
  problem: string;
}

export class ModelRegistry extends Store<RegistryState> {
  private running: AbortController | null = null;

  constructor(private readonly http: Http) {
    super({ models: null, training: null, problem: '' });
  }

  /** Keeps what is shown when a later reading fails. */
  async load(): Promise<void> {
    this.running?.abort();
    const request = new AbortController();
    this.running = request;
    try {
      const { data, training }: Models = await readModels(this.http, request.signal);
      if (!request.signal.aborted) this.set({ models: data, training, problem: '' });
    } catch (error) {
      if (!request.signal.aborted) this.set({ ...this.value, problem: errorWords(error) });
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
