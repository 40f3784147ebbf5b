/** What stands beside the list. */
export type ReviewView = 'replay' | 'figures' | 'compare' | 'export' | 'import';
