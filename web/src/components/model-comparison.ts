// Champion against challenger: both figures, and the difference with its interval around zero.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Comparison } from '../api/monitoring-types';
import { exact, figure, signed } from '../format/number';
import { base, card, dataTable } from './shared-styles';

/** Where the interval and its middle stand on a track whose middle is zero, in percent. */
export function intervalPlace(low: number, difference: number, high: number) {
  const reach = Math.max(Math.abs(low), Math.abs(high), 0.001) * 1.15;
  const place = (value: number) => 50 + (value / reach) * 50;
  return { from: place(low), at: place(difference), to: place(high) };
}

/** Whom the figures prefer, and whether that is more than chance. */
export function comparisonWords({ difference, low, high, significant }: Comparison): string {
  if (difference === null || low === null || high === null)
    return 'Not enough labels to compare the two.';
  if (!significant) return 'The difference may be chance: the interval holds zero.';
  return difference > 0
    ? 'The challenger is better, and that is more than chance.'
    : 'The champion is better, and that is more than chance.';
}

@customElement('sk-comparison')
export class ModelComparison extends LitElement {
  static override styles = [
    base,
    card,
    dataTable,
    css`
      .unit {
        display: block;
        color: var(--text-3);
        font-size: var(--size-sm);
        font-weight: 400;
      }
      .card-head {
        padding-top: var(--space-2);
        align-items: flex-start;
      }
      .inside {
        display: grid;
        gap: var(--space-3);
        padding: 0 var(--space-4) var(--space-4);
      }
      td,
      th {
        padding: 0.25rem var(--space-2) 0.25rem 0;
      }
      .track {
        position: relative;
        height: 1.75rem;
        border-radius: var(--radius-1);
        background: linear-gradient(var(--text-3), var(--text-3)) 50% 0 / 1px 100% no-repeat,
          var(--surface-2);
      }
      .span {
        position: absolute;
        top: 0.75rem;
        height: 0.25rem;
        border-radius: 2px;
        background: var(--series-1);
      }
      .middle {
        position: absolute;
        top: 0.5rem;
        width: 0.75rem;
        height: 0.75rem;
        margin-left: -0.375rem;
        border: 2px solid var(--surface);
        border-radius: 50%;
        background: var(--series-1);
      }
      .ends {
        display: flex;
        justify-content: space-between;
        color: var(--text-3);
        font-size: var(--size-sm);
      }
      .sure {
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) comparison: Comparison | null = null;

  override render() {
    const { comparison } = this;
    return html`<div class="card-head">
        <h2>
          Champion against challenger
          <span class="unit">difference of the AUC, with its 95 % interval</span>
        </h2>
      </div>
      ${
        comparison
          ? this.inside(comparison)
          : html`<p class="empty">
              <strong>Nobody challenges the champion</strong>Choose a standby version above, and
              both are measured on the same events.
            </p>`
      }`;
  }

  private inside(comparison: Comparison) {
    const { id, version, champion, challenger, decisions, labelled, significant } = comparison;
    const row = (name: string, { auc, average_precision }: Comparison['champion']) =>
      html`<tr>
        <th scope="row">${name}</th>
        <td class="right">${figure(auc, 4)}</td>
        <td class="right">${figure(average_precision, 4)}</td>
      </tr>`;
    return html`<div class="inside">
      <table>
        <thead>
          <tr>
            <th scope="col">${id} v${version}</th>
            <th scope="col" class="right">AUC</th>
            <th scope="col" class="right">Average precision</th>
          </tr>
        </thead>
        <tbody>
          ${row('Champion', champion)} ${row('Challenger', challenger)}
        </tbody>
      </table>
      ${this.interval(comparison)}
      <p>
        <span class=${significant ? 'sure' : ''}>${comparisonWords(comparison)}</span>
        ${comparison.text ?? nothing}
      </p>
      <p class="muted num">
        ${exact(labelled)} of ${exact(decisions)} decisions that both judged are labelled.
      </p>
    </div>`;
  }

  private interval({ difference, low, high }: Comparison) {
    if (difference === null || low === null || high === null) return nothing;
    const { from, at, to } = intervalPlace(low, difference, high);
    const words = `Difference ${signed(difference, 3)}, from ${signed(low, 3)} to
      ${signed(high, 3)}`;
    return html`<div>
      <div class="track" role="img" aria-label=${words} title=${words}>
        <span class="span" style="left:${from}%;width:${to - from}%"></span>
        <span class="middle" style="left:${at}%"></span>
      </div>
      <div class="ends">
        <span>← champion better</span><span class="num">${signed(difference, 3)}</span
        ><span>challenger better →</span>
      </div>
    </div>`;
  }
}
