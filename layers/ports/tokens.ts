import type { Holder } from '#domain/key/holder.ts';

/** Tokens (JWT) of the organisation's identity provider. */
export interface TokenVerifier {
  /**
   * Whose token it is, or why it is refused.
   * @throws IssuerUnreachable where the provider's keys cannot be had, so that nothing can be said of the token
   */
  verify(token: string): Promise<{ holder: Holder; refused?: undefined } | { holder?: undefined; refused: string }>;
}
