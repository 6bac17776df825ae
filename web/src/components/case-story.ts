// What people wrote about a case and what was done about it.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { CaseDetail } from '../api/case-types';
import { historyWords } from '../format/case-words';
import { dayAndTime, fullTime } from '../format/time';
import { emit } from './emit';
import { base, controls } from './shared-styles';

const SHOWN_MAX = 50;

@customElement('sk-case-story')
export class CaseStory extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        gap: var(--space-4);
      }
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: end;
        gap: var(--space-2);
      }
      .field {
        display: grid;
        gap: 0.1875rem;
      }
      h3 {
        font-size: var(--size-md);
        font-weight: 600;
      }
      li {
        display: grid;
        grid-template-columns: 7rem minmax(0, 1fr);
        gap: var(--space-3);
        padding: 0.25rem 0;
        border-bottom: 1px solid var(--border);
      }
      li:last-child {
        border-bottom: 0;
      }
      time {
        color: var(--text-3);
      }
      .text {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
    `,
  ];

  @property({ attribute: false }) one: CaseDetail | null = null;
  @property({ type: Boolean }) mayWrite = false;
  @property({ type: Boolean }) busy = false;
  @query('#text') private field!: HTMLInputElement;

  private write(event: Event): void {
    event.preventDefault();
    const note = this.field.value.trim();
    if (!note || this.busy) return;
    emit(this, 'change-case', { note });
    this.field.value = '';
  }

  override render() {
    const { one } = this;
    if (!one) return nothing;
    return html`${this.notes(one)}
      <div>
        <h3>What happened</h3>
        <ul data-testid="case-history">
          ${one.history
            .slice(0, SHOWN_MAX)
            .map((entry) => this.entry(entry.at, html`${historyWords(entry)}`))}
        </ul>
      </div>`;
  }

  private notes(one: CaseDetail) {
    return html`<div>
        <h3>Notes</h3>
        ${
          one.notes.length
            ? html`<ul data-testid="case-notes">
                ${one.notes.map((note) =>
                  this.entry(
                    note.at,
                    html`<span class="text"><b>${note.by}</b> ${note.text}</span>`,
                  ),
                )}
              </ul>`
            : html`<p class="muted">Nobody has written one yet.</p>`
        }
      </div>
      ${
        this.mayWrite
          ? html`<form @submit=${this.write}>
              <div class="field">
                <label for="text">New note</label>
                <input id="text" maxlength="1000" required autocomplete="off" />
              </div>
              <button type="submit" ?disabled=${this.busy}>Add</button>
            </form>`
          : nothing
      }`;
  }

  private entry(at: string, words: unknown) {
    return html`<li>
      <time class="num" datetime=${at} title=${fullTime(at)}>${dayAndTime(at)}</time>
      <span>${words}</span>
    </li>`;
  }
}
