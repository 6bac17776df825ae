// One version of a model: its part, its traffic, what it was made of, how well it did, its buttons.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ModelVersion } from '../api/model-types';
import type { ModelRef } from '../api/types';
import {
  cardSentences,
  mainMetrics,
  metricsIn,
  modelStateWord,
  parameters,
  rollbackVerb,
} from '../format/model-words';
import { emit } from './emit';
import { metricStyles, metricTable } from './metric-table';
import { base, controls, dataTable } from './shared-styles';

@customElement('sk-model')
export class ModelEntry extends LitElement {
  static override styles = [
    base,
    controls,
    dataTable,
    metricStyles,
    css`
      article {
        display: grid;
        gap: var(--space-3);
        padding: var(--space-4);
        border-top: 1px solid var(--border);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        min-height: 2rem;
      }
      h3 {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      .state {
        padding: 0.125rem 0.4375rem;
        border-radius: var(--radius-1);
        background: var(--surface-3);
        color: var(--text-2);
        font-size: var(--size-sm);
        font-weight: 600;
      }
      .state.champion {
        background: var(--ok-soft);
        color: var(--ok);
      }
      .state.challenger {
        background: var(--accent-soft);
        color: var(--accent-strong);
      }
      .grow {
        flex: 1;
      }
      .card-text {
        max-width: 46rem;
        color: var(--text-2);
      }
      summary {
        width: fit-content;
        color: var(--text-2);
        cursor: pointer;
      }
      .made {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        gap: var(--space-4) var(--space-8);
        padding-top: var(--space-3);
      }
      h4 {
        margin: 0 0 var(--space-1);
        font-size: var(--size-sm);
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.1875rem var(--space-3);
      }
      dl.main {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-6);
      }
      .main dt {
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .main dd {
        font-weight: 600;
        text-align: left;
      }
      dt {
        color: var(--text-2);
      }
      dd {
        text-align: right;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) model: ModelVersion | null = null;
  /** The champion before, that rolling back brings back. */
  @property({ attribute: false }) previous: ModelRef | null = null;
  @property({ type: Boolean }) mayChange = false;
  /** Only a model with a champion beside it can challenge. */
  @property({ type: Boolean }) contested = false;

  override render() {
    const { model } = this;
    if (!model) return nothing;
    return html`<article data-testid="model" data-state=${model.state}>
      <header>
        <h3>${model.id} <span class="num">v${model.version}</span></h3>
        <span class="state ${model.state}">${modelStateWord[model.state]}</span>
        ${this.traffic(model)}
        <span class="grow"></span>
        <button
          class="quiet small"
          @click=${() => emit(this, 'model-card', model)}
          aria-label="Card: ${model.id} version ${model.version}"
        >
          Card
        </button>
        ${this.mayChange ? this.buttons(model) : nothing}
      </header>
      <p class="card-text">${cardSentences(model).join(' ')}</p>
      ${this.main(model)}
      <details>
        <summary>All figures and parameters</summary>
        <div class="made">${this.made(model)}</div>
      </details>
    </article>`;
  }

  private main({ training }: ModelVersion) {
    const figures = mainMetrics(metricsIn(training, 'validation'));
    if (figures.length === 0) return nothing;
    return html`<dl class="main" aria-label="On data that it had not learned from">
      ${figures.map(
        ([words, value]) =>
          html`<div>
            <dt>${words}</dt>
            <dd class="num">${value}</dd>
          </div>`,
      )}
    </dl>`;
  }

  private traffic({ state, share_percent: share }: ModelVersion) {
    if (state === 'monitor') return html`<span class="muted">watches, does not decide</span>`;
    if (state !== 'challenger') return nothing;
    const words = share === 0 ? 'only watches, decides nothing' : `decides on ${share} %`;
    return html`<span class="muted num">${words}</span>`;
  }

  private buttons(model: ModelVersion) {
    const button = (words: string, action: ModelAction) =>
      html`<button
        class="small"
        @click=${() => emit(this, 'model-action', { model, action })}
        aria-label="${words}: ${model.id} version ${model.version}"
      >
        ${words}
      </button>`;
    if (model.state === 'monitor') return nothing;
    if (model.state === 'champion') {
      const { previous } = this;
      return previous ? button(rollbackVerb(model, previous), 'rollback') : nothing;
    }
    return html`${button('Activate', 'activate')}
    ${
      model.state === 'challenger'
        ? html`${button('Change share', 'challenge')}${button('End challenge', 'unchallenge')}`
        : this.contested
          ? button('Let it challenge', 'challenge')
          : nothing
    }`;
  }

  private made({ training }: ModelVersion) {
    const validation = metricsIn(training, 'validation');
    const update = metricsIn(training, 'update_validation');
    const settings = parameters(training);
    return html`<section>
        <h4>On data that it had not learned from</h4>
        ${metricTable('Figures of the training', [['', validation]])}
      </section>
      ${
        update
          ? html`<section>
              <h4>On your own examples</h4>
              ${metricTable('Figures on your own examples', [['', update]])}
            </section>`
          : nothing
      }
      ${
        settings.length
          ? html`<section>
              <h4>Parameters</h4>
              <dl>
                ${settings.map(
                  ([name, value]) =>
                    html`<dt>${name}</dt>
                      <dd class="num">${value}</dd>`,
                )}
              </dl>
            </section>`
          : nothing
      }`;
  }
}

export type ModelAction = 'activate' | 'rollback' | 'challenge' | 'unchallenge';
