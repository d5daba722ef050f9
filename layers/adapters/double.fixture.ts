interface Command {
  constructor: { name: string };
  input: object;
}

/** An SDK client whose answers a test gives, by the command's name: for what no emulator can be made to do. */
export function clientDouble<Client>(answers: Record<string, (input: never) => unknown>): Client {
  const send = async (command: Command): Promise<unknown> => {
    const answer = answers[command.constructor.name];
    if (!answer) throw new Error(`this test gives no answer to ${command.constructor.name}`);
    return answer(command.input as never);
  };
  return { send } as unknown as Client;
}
