// The top strip: the numbers that answer "is it running, how much flows, how much of it is bad".
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base, card } from './shared-styles';
import { sparkline } from './sparkline';

export interface Kpi {
  id: string;
  name: string;
  value: string | TemplateResult;
  unit?: string;
  /** Second line: what the number means or is made of. */
  note: string;
  /** The exact value, on hover. */
  exact: string;
  tone?: 'ok' | 'warn' | 'bad' | 'plain';
  spark?: { values: number[]; color: string };
}

@customElement('sk-kpis')
export class KpiStrip extends LitElement {
  static override styles = [
    base,
    card,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(8, minmax(0, 1fr));
        overflow: hidden;
      }
      .kpi {
        position: relative;
        display: flex;
        flex-direction: column;
        gap: 0.125rem;
        min-width: 0;
        min-height: 5.25rem;
        padding: var(--space-3) var(--space-3) var(--space-2) var(--space-4);
        box-shadow: -1px -1px 0 var(--border);
        color: inherit;
        text-decoration: none;
      }
      dt {
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 500;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      dd {
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .value {
        font-size: var(--size-xl);
        font-weight: 600;
        line-height: 1.3;
        letter-spacing: -0.01em;
        font-variant-numeric: tabular-nums;
      }
      .unit {
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 400;
        letter-spacing: 0;
      }
      .note {
        color: var(--text-3);
        font-size: var(--size-sm);
        font-variant-numeric: tabular-nums;
      }
      .ok .value {
        color: var(--ok);
      }
      .warn .value {
        color: var(--warn);
      }
      .bad .value {
        color: var(--bad);
      }
      .spark {
        position: absolute;
        right: var(--space-3);
        bottom: 0.375rem;
        width: 2.5rem;
        opacity: 0.85;
      }
      .skeleton {
        width: 70%;
        height: 1.25rem;
        margin: 0.1875rem 0;
      }
      @media (max-width: 1180px) {
        dl {
          grid-template-columns: repeat(4, minmax(0, 1fr));
        }
      }
      @media (max-width: 640px) {
        dl {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .kpi {
          min-height: 4.75rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) items: Kpi[] = [];
  @property({ type: Boolean }) loading = false;

  override render() {
    return html`<dl class="card">${this.items.map((item) => this.tile(item))}</dl>`;
  }

  private tile(item: Kpi) {
    return html`<div class="kpi ${item.tone ?? 'plain'}" data-testid=${item.id} title=${item.exact}>
      <dt>${item.name}</dt>
      ${this.loading ? html`<dd><span class="skeleton"></span></dd>` : this.value(item)}
      <dd class="note">${this.loading ? '\u00a0' : item.note}</dd>
      ${
        item.spark && !this.loading
          ? html`<dd class="spark">${sparkline(item.spark.values, `var(${item.spark.color})`)}</dd>`
          : nothing
      }
    </div>`;
  }

  private value(item: Kpi) {
    const unit = item.unit ? html` <span class="unit">${item.unit}</span>` : nothing;
    return html`<dd class="value">${item.value}${unit}</dd>`;
  }
}
