// Models: who judges, changing it, training a new version, and how good the decisions are.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ModelVersion, Training } from '../api/model-types';
import { KINDS, type Kind } from '../api/types';
import '../components/card-dialog';
import type { CardDialog } from '../components/card-dialog';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import { metricStyles } from '../components/metric-table';
import '../components/model-entry';
import type { ModelAction } from '../components/model-entry';
import '../components/retrain-form';
import { outcomeStyles, retrainOutcome } from '../components/retrain-outcome';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { aboutWord, modelName } from '../format/model-words';
import type { AppContext } from '../state/app-context';
import { ModelRegistry, modelsAbout } from '../state/model-registry';
import { Retraining } from '../state/retraining';
import { canControl, canRead } from '../state/session-store';
import { Follows } from '../state/store';
import { modelQuestion } from './model-questions';
import './monitoring-section';
import './quality-section';
import './thresholds-section';
import { page } from './page-styles';

@customElement('sk-models-page')
export class ModelsPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    metricStyles,
    outcomeStyles,
    page,
    css`
      .stack > * {
        min-width: 0;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: var(--space-6);
        padding: 0 var(--space-4) var(--space-4);
      }
      .skeleton.tall {
        height: 10rem;
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @query('sk-confirm') private confirm!: ConfirmDialog;
  @query('sk-model-card') private cardDialog!: CardDialog;
  private registryStore!: ModelRegistry;
  private retrainingStore!: Retraining;
  private followed: Training | null = null;

  readonly follows = new Follows(this, () => [
    this.registry,
    this.retraining,
    this.app.live,
    this.app.session,
  ]);

  private get registry(): ModelRegistry {
    this.registryStore ??= new ModelRegistry(this.app.http);
    return this.registryStore;
  }

  private get retraining(): Retraining {
    this.retrainingStore ??= new Retraining(this.app.http);
    return this.retrainingStore;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('model-action', ({ detail }) => this.ask(detail.model, detail.action));
    this.addEventListener('model-card', ({ detail }) => void this.showCard(detail));
    this.addEventListener('retrain', ({ detail }) => {
      void this.retraining.start(detail).then(() => this.registry.load());
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.registryStore?.stop();
  }

  protected override firstUpdated(): void {
    // What happened before this page was opened stands in the registry's answer.
    this.followed = this.app.live.value.training;
    if (this.mayRead) void this.registry.load().then(() => this.catchUp());
  }

  private catchUp(): void {
    const { training } = this.registry.value;
    if (training && this.retraining.value.phase === 'idle') this.retraining.follow(training);
  }

  protected override willUpdate(): void {
    const { training } = this.app.live.value;
    if (!this.hasUpdated || !training || training === this.followed) return;
    this.followed = training;
    this.retraining.follow(training);
    if (training.state !== 'running') void this.registry.load();
  }

  private get mayRead(): boolean {
    return canRead(this.app.session.role);
  }

  private async showCard(model: ModelVersion): Promise<void> {
    const read = await this.registry.card(model);
    if ('card' in read) this.cardDialog.open(modelName(model), read.card);
    else this.app.notices.say('error', 'The card could not be read', read.problem);
  }

  private ask(model: ModelVersion, action: ModelAction): void {
    const { title, text, verb, share, done } = modelQuestion(
      model,
      action,
      this.registry.value.previous[model.about],
    );
    this.confirm.ask({
      title,
      text,
      verb,
      ...(share === undefined ? {} : { share }),
      run: async ({ share: chosen }) => {
        const problem = await this.change(model, action, chosen);
        if (!problem) this.app.notices.say('ok', done, model.id);
        return problem;
      },
    });
  }

  private change({ id, version }: ModelVersion, action: ModelAction, share: number) {
    switch (action) {
      case 'activate':
        return this.registry.activate(id, version);
      case 'rollback':
        return this.registry.activate(id, null);
      case 'challenge':
        return this.registry.challenge(id, version, share);
      case 'unchallenge':
        return this.registry.challenge(id, 0, 0);
    }
  }

  override render() {
    if (!this.mayRead) {
      return html`<div class="stack">
        <p class="card empty">
          <strong>Models are for analysts, auditors and admins</strong>Sign in with such a role to
          see who judges and how well.
        </p>
        <sk-thresholds .app=${this.app}></sk-thresholds>
        <sk-quality .app=${this.app}></sk-quality>
      </div>`;
    }
    return html`<div class="stack">
      ${this.problem()} ${KINDS.map((about) => this.group(about))}
      <section class="card" aria-label="Training">
        <div class="card-head"><h2>Train a new version</h2></div>
        <div class="pair">
          ${
            canControl(this.app.session.role)
              ? html`<sk-retrain
                  ?busy=${this.retraining.value.phase === 'running'}
                ></sk-retrain>`
              : html`<p class="muted">Only an admin can start a training.</p>`
          }
          ${retrainOutcome(this.retraining.value)}
        </div>
      </section>
      <sk-thresholds .app=${this.app}></sk-thresholds>
      <sk-quality .app=${this.app}></sk-quality>
      <sk-monitoring .app=${this.app}></sk-monitoring>
      <sk-confirm></sk-confirm>
      <sk-model-card></sk-model-card>
    </div>`;
  }

  private problem() {
    const { problem } = this.registry.value;
    if (!problem) return nothing;
    return html`<p class="field-error" role="alert">
      The models could not be read. ${problem}
      <button class="small" @click=${() => void this.registry.load()}>Try again</button>
    </p>`;
  }

  private group(about: Kind) {
    const { models, problem } = this.registry.value;
    if (models === null && problem) return nothing;
    return html`<section class="card" aria-label="Models for ${aboutWord[about].toLowerCase()}">
      <div class="card-head"><h2>${aboutWord[about]}</h2></div>
      ${models === null ? html`<span class="skeleton tall"></span>` : this.list(models, about)}
    </section>`;
  }

  private list(models: ModelVersion[], about: Kind) {
    const own = modelsAbout(models, about);
    if (own.length === 0) {
      return html`<p class="empty">
        <strong>No model</strong>Only rules and the blocklist decide here.
      </p>`;
    }
    const contested = own.some(({ state }) => state === 'champion');
    return own.map(
      (model) =>
        html`<sk-model
          .model=${model}
          .previous=${this.registry.value.previous[about]}
          ?mayChange=${canControl(this.app.session.role)}
          ?contested=${contested}
        ></sk-model>`,
    );
  }
}
