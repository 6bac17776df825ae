// Who is told of alerts besides this page: each channel, how it does, and trying it.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { AlertChannel } from '../api/alert-channels';
import { channelSentence, channelState, lastWords, noChannelWords } from '../format/channel-words';
import { fullTime } from '../format/time';
import type { ChannelsState } from '../state/alert-channels';
import { emit } from './emit';
import { icon } from './icons';
import { base, card, controls, dialogFrame } from './shared-styles';

@customElement('sk-channels')
export class ChannelsDialog extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dialogFrame,
    css`
      dialog {
        width: min(34rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: 0;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        padding: var(--space-2) var(--space-3) var(--space-2) var(--space-4);
        border-bottom: 1px solid var(--border);
      }
      h2 {
        flex: 1;
        font-size: var(--size-lg);
        font-weight: 600;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.1875rem var(--space-3);
        padding: var(--space-3) var(--space-4);
        border-bottom: 1px solid var(--border);
        overflow-wrap: anywhere;
      }
      li:last-child {
        border-bottom: 0;
      }
      h3 {
        font-size: var(--size-md);
        font-weight: 600;
      }
      .state {
        color: var(--bad);
        font-size: var(--size-sm);
      }
      .state.ok {
        color: var(--ok);
      }
      li > button {
        align-self: start;
      }
      li > p {
        grid-column: 1 / -1;
        color: var(--text-2);
      }
      .problem {
        padding: var(--space-3) var(--space-4);
      }
      .skeleton {
        height: 3rem;
        margin: var(--space-4);
      }
    `,
  ];

  @property({ attribute: false }) view: ChannelsState | null = null;
  @property({ type: Boolean }) mayTest = false;
  /** Whose own channels may be tested. */
  @property() tenant = '';
  @property({ type: Boolean }) operators = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  open(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="channels">
      <header>
        <h2 id="title">Channels</h2>
        <button class="quiet small" title="Close (Esc)" @click=${() => this.dialog.close()}>
          ${icon('close', '1rem')}<span class="sr">Close</span>
        </button>
      </header>
      ${
        this.view?.problem
          ? html`<p class="field-error problem" role="alert">
              The channels could not be read. ${this.view.problem}
            </p>`
          : nothing
      }
      ${this.list()}
    </dialog>`;
  }

  private list() {
    const channels = this.view?.channels;
    if (!channels) {
      return this.view?.problem ? nothing : html`<span class="skeleton"></span>`;
    }
    if (channels.length === 0) {
      const [head, words] = noChannelWords(this.operators);
      return html`<p class="empty"><strong>${head}</strong>${words}</p>`;
    }
    return html`<ul>
      ${channels.map((channel) => html`<li data-testid="channel">${this.row(channel)}</li>`)}
    </ul>`;
  }

  private row(channel: AlertChannel) {
    const { name, target, state, last_success_at: success } = channel;
    const tested = this.view?.tests[name];
    return html`<div>
        <h3>
          ${name}
          <span class="state ${state === 'ok' ? 'ok' : ''}">${channelState(state)}</span>
        </h3>
        ${target ? html`<span class="mono muted">${target}</span>` : nothing}
      </div>
      ${this.mayTest && channel.tenant === this.tenant ? this.button(name) : nothing}
      <p class="num" title=${success ? `Last success ${fullTime(success)}` : ''}>
        ${channelSentence(channel)}. ${lastWords(channel)}
      </p>
      <p role="status" ?hidden=${!tested}>${tested ?? nothing}</p>`;
  }

  private button(name: string) {
    const testing = this.view?.testing ?? null;
    return html`<button
      class="small"
      ?disabled=${testing !== null}
      aria-label="Test ${name}"
      @click=${() => emit(this, 'test-channel', name)}
    >
      ${testing === name ? 'Sending…' : 'Test'}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sk-channels': ChannelsDialog;
  }
}
