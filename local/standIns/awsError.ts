/** A refusal as AWS words it: its type becomes the name of the error that an SDK throws. */
export class AwsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
