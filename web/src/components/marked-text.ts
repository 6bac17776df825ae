// A message with the places marked that the reasons name; the reason stands in the title.
import { css, html, type TemplateResult } from 'lit';
import type { Piece } from '../format/marks';
import { signed } from '../format/number';

export const markedText = (pieces: Piece[]) => pieces.map(piece);

function piece({ text, reason }: Piece): string | TemplateResult {
  if (!reason) return text;
  const weight = reason.contribution === null ? '' : ` (${signed(reason.contribution)})`;
  const kind = reason.code === 'wording' ? 'wording' : '';
  return html`<mark class=${kind} title="${reason.text}${weight}"
    >${text}<span class="sr"> [${reason.text}]</span></mark
  >`;
}

export const markStyles = css`
  mark {
    padding: 0.0625rem 0.125rem;
    border-bottom: 2px solid var(--risk-high);
    border-radius: 2px 2px 0 0;
    background: var(--risk-high-soft);
    color: var(--text);
  }
  mark.wording {
    border-bottom-style: dotted;
    border-bottom-color: var(--risk-medium);
    background: var(--risk-medium-soft);
  }
`;
