// The API reference: /openapi.json as a page to read and try.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { errorWords, Http } from '../api/http';
import { type ApiDocument, type Group, readDocument } from '../api/openapi/document';
import '../components/docs/operation-card';
import { icon, mark } from '../components/icons';
import { base, card, controls } from '../components/shared-styles';
import type { ThemeStore } from '../state/theme';

@customElement('sk-docs')
export class DocsPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      .frame {
        display: grid;
        grid-template-columns: 13rem minmax(0, 60rem);
        gap: var(--space-8);
        padding: var(--space-4) var(--space-6) var(--space-8);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3);
        padding: var(--space-3) var(--space-6);
        border-bottom: 1px solid var(--border);
        background: var(--surface);
      }
      h1 {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      header label {
        margin-left: auto;
      }
      header input {
        max-width: 16rem;
      }
      nav {
        position: sticky;
        top: var(--space-4);
        align-self: start;
      }
      nav a {
        display: block;
        padding: var(--space-1) 0;
        color: var(--text-2);
        text-decoration: none;
      }
      nav a:hover {
        color: var(--accent);
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
        margin-bottom: var(--space-8);
        scroll-margin-top: var(--space-4);
      }
      h2 {
        font-size: var(--size-lg);
        font-weight: 600;
      }
      @media (max-width: 800px) {
        .frame {
          grid-template-columns: minmax(0, 1fr);
          padding: var(--space-4) var(--space-3);
        }
        nav {
          position: static;
        }
        header label {
          margin-left: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) theme!: ThemeStore;
  @state() private document: ApiDocument | null = null;
  @state() private problem = '';
  @state() private key = '';

  protected override firstUpdated(): void {
    this.theme.subscribe(() => this.requestUpdate());
    void this.load();
  }

  /** The browser does not look for anchors inside a shadow root. */
  private show(group: Group): void {
    this.renderRoot.querySelector(`#${slug(group)}`)?.scrollIntoView();
  }

  private async load(): Promise<void> {
    const http = new Http((path, init) => fetch(path, init));
    try {
      this.document = await http.send('GET', '/openapi.json', readDocument);
    } catch (error) {
      this.problem = errorWords(error);
    }
  }

  override render() {
    return html`${this.header()}
      <div class="frame">
        <nav aria-label="Groups">
          <a href="/dashboard">← Dashboard</a>
          ${this.document?.groups.map(
            (group) =>
              html`<a href="#${slug(group)}" @click=${() => this.show(group)}>${group.name}</a>`,
          )}
        </nav>
        <main>${this.content()}</main>
      </div>`;
  }

  private header() {
    const other = this.theme.shown === 'dark' ? 'light' : 'dark';
    return html`<header>
      ${mark()}
      <h1>${this.document?.title || 'Shrike'} API</h1>
      <span class="muted num">${this.document ? `version ${this.document.version}` : ''}</span>
      <label for="key">API key for "Try it"</label>
      <input
        id="key"
        type="password"
        autocomplete="off"
        @input=${(event: Event) => (this.key = (event.target as HTMLInputElement).value.trim())}
      />
      <button class="quiet" data-testid="theme-toggle" @click=${() => this.theme.toggle()}>
        ${icon(other === 'light' ? 'sun' : 'moon')}<span class="sr">Use the ${other} theme</span>
      </button>
    </header>`;
  }

  private content() {
    if (this.problem)
      return html`<p class="empty"><strong>No reference</strong>${this.problem}</p>`;
    if (!this.document) return html`<span class="skeleton"></span>`;
    const { description, groups } = this.document;
    return html`${description ? html`<section><p>${description}</p></section>` : nothing}
    ${groups.map((group) => this.group(group))}`;
  }

  private group(group: Group) {
    return html`<section id=${slug(group)} aria-label=${group.name}>
      <h2>${group.name}</h2>
      ${group.description ? html`<p class="muted">${group.description}</p>` : nothing}
      ${group.operations.map(
        (operation) =>
          html`<sk-operation
            .operation=${operation}
            .root=${this.document?.root ?? {}}
            .key=${this.key}
          ></sk-operation>`,
      )}
    </section>`;
  }
}

const slug = (group: Group): string => group.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

declare global {
  interface HTMLElementTagNameMap {
    'sk-docs': DocsPage;
  }
}
