/** An answer that is not what was expected. */
export interface Mismatch {
  /** What was looked at, the same for every answer that fails so: `header etag`, `json user.id`. */
  readonly check: string;
  /** One line of what was expected and what came. */
  readonly message: string;
}
