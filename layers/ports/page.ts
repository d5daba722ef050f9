/** A page of a list, newest first; `cursor` goes back unchanged for the next one. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}
