// How a training goes and what became of it, in words, with the figures before and after.
import { css, html, nothing, type TemplateResult } from 'lit';
import type { RetrainReport } from '../api/model-types';
import { modelName } from '../format/model-words';
import { exact } from '../format/number';
import type { RetrainingState } from '../state/retraining';
import { metricTable } from './metric-table';

export function retrainOutcome(training: RetrainingState): TemplateResult {
  return html`<div class="training" role="status" data-testid="training">${inside(training)}</div>`;
}

function inside({ phase, progress, report, problem }: RetrainingState) {
  if (phase === 'running') {
    const percent = Math.floor(progress * 100);
    return html`<p>
        <strong>Training</strong>
        <span class="num">${percent}\u202f%</span>. Decisions go on meanwhile.
      </p>
      <progress max="100" value=${percent} aria-label="Progress of the training"></progress>`;
  }
  if (phase === 'failed') {
    return html`<p class="field-error"><strong>Nothing was trained.</strong> ${problem}</p>`;
  }
  if (phase === 'idle') return html`<p class="muted">No training since the server started.</p>`;
  return report ? outcome(report) : html`<p>The training is done.</p>`;
}

export function outcomeSentence({ model, activated, reason }: RetrainReport): string {
  if (activated) return `${modelName(model)} is active: it judges from the next event on.`;
  return `${modelName(model)} was trained but not activated: ${reason ?? 'no reason was given'}.`;
}

function outcome(report: RetrainReport) {
  const { new_training_samples: samples, bad_samples: bad, activated } = report;
  const word = activated ? 'Activated' : 'Not activated';
  return html`<p>
      <strong class=${activated ? 'yes' : 'no'}>${word}.</strong>
      ${outcomeSentence(report)}
    </p>
    <p class="muted num">
      It learned from ${exact(samples)} new examples, ${exact(bad)} of them bad.
    </p>
    ${report.before || report.after
      ? metricTable('Figures before and after', [
          ['Before', report.before],
          ['After', report.after],
        ])
      : nothing}`;
}

export const outcomeStyles = css`
  .training {
    display: grid;
    align-content: start;
    gap: var(--space-2);
    overflow-wrap: anywhere;
  }
  .training progress {
    width: 100%;
    height: 0.5rem;
    accent-color: var(--accent);
  }
  .training .yes {
    color: var(--ok);
  }
  .training .no {
    color: var(--warn);
  }
`;
