/** The identity provider does not give its keys just now: a token is neither good nor bad. */
export class IssuerUnreachable extends Error {
  override name = 'IssuerUnreachable';

  constructor(issuer: string, options?: ErrorOptions) {
    super(`the identity provider ${issuer} does not answer as it should`, options);
  }
}
