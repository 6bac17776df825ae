// Upper bounds of everything that grows, so that a tab open for a day stays small.

/** Rows that the feed keeps; a screen shows about twelve. */
export const FEED_ROWS_MAX = 200;
export const ALERTS_MAX = 100;
/** Ten minutes at one point a second, what the server's snapshot holds. */
export const HISTORY_POINTS_MAX = 600;
/** Rows that one page of a search may hold before "load more" stops adding. */
export const SEARCH_ROWS_MAX = 2000;
export const REASONS_MAX = 50;
export const STAGES_MAX = 32;
/** Stage sizes and messages far above what the server sends are refused unread. */
export const MESSAGE_CHARS_MAX = 4_000_000;
