// The title and the small line beside it, for each page.
import { age } from '../format/duration';
import { dayAndTime } from '../format/time';
import type { LiveState } from '../state/live-state';
import type { PageId } from '../state/routes';

const headings: Record<PageId, string> = {
  overview: 'Overview',
  streaming: 'Streaming',
  decisions: 'Decisions',
  decision: 'Decision',
  cases: 'Cases',
  models: 'Models',
  tester: 'Message tester',
  lists: 'Lists',
  access: 'Access',
  settings: 'Settings',
};

export const headingOf = (page: PageId): string => headings[page];

const subtitles: Partial<Record<PageId, string>> = {
  decisions: 'Every decision, newest first',
  decision: 'What was decided, why, and what would have changed it',
  cases: 'What alerts ask people to decide',
  models: 'Who judges, and how well',
  tester: 'What the server thinks of a message',
  lists: 'Who is declined on sight, and who is never blocked by itself',
  access: 'Who may do what, and what was done',
  settings: 'What this tenant sets for itself',
};

export function subtitleOf(page: PageId, live: LiveState): string {
  const fixed = subtitles[page];
  if (fixed) return fixed;
  const { server, stats } = live;
  if (!server || !stats) return '';
  const up = server.started_at && age(Date.parse(stats.time) - Date.parse(server.started_at));
  const parts = [
    up && `up ${up}`,
    stats.event_time && `event time ${dayAndTime(stats.event_time)}`,
    server.demo && 'demo data',
  ];
  return parts.filter(Boolean).join(' · ');
}
