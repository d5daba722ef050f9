import { type Command, Option } from 'commander';
import * as z from 'zod';
import { nearest } from '#domain/policy/nearest.ts';
import { canonicalService } from '#domain/service/name.ts';
import { FAULTS, Fault } from '#fleet/faults.ts';
import { type FleetService, isFleetService, SERVICE_NAMES } from '#fleet/services.ts';
import { fleetClientOf } from '../client.ts';
import { UsageError } from '../errors.ts';
import { findFleet } from '../installation.ts';
import type { Terminal } from '../terminal.ts';

const Broken = z.looseObject({ tasks: z.number(), description: z.string() });
const Healed = z.looseObject({ healed: z.boolean() });

const faultList = Object.entries(FAULTS)
  .map(([fault, description]) => `  ${fault.padEnd(16)} ${description}`)
  .join('\n');
const help = `\nFaults:\n${faultList}\n\nServices: ${SERVICE_NAMES.join(', ')}`;

export function addBreak(program: Command, terminal: Terminal): void {
  program
    .command('break')
    .description('makes a service of the demo fleet truly sick')
    .argument('<service>', `one of ${SERVICE_NAMES.join(', ')}`)
    .addOption(new Option('--fault <fault>', `one of ${Fault.options.join(', ')}`).makeOptionMandatory())
    .addHelpText('after', help)
    .action(async (service: string, { fault }: { fault: string }) => {
      const target = checkedService(service);
      const wanted = checkedFault(fault);
      const fleet = fleetClientOf(await findFleet(terminal.env, terminal.cwd));
      const { tasks, description } = await fleet('POST', '/faults', { service: target, fault: wanted }, Broken);
      const { bold, dim } = terminal.colours;
      terminal.out(
        `${bold(target)} has ${bold(wanted)} now (${tasks} ${tasks === 1 ? 'task' : 'tasks'}): ${description}.`,
      );
      terminal.out(dim('See it being noticed and repaired: npx forestall watch. End it yourself: npx forestall heal.'));
    });
}

export function addHeal(program: Command, terminal: Terminal): void {
  program
    .command('heal')
    .description('ends every fault of the demo fleet')
    .action(async () => {
      const fleet = fleetClientOf(await findFleet(terminal.env, terminal.cwd));
      await fleet('DELETE', '/faults', undefined, Healed);
      terminal.out('Every fault of the fleet is ended.');
    });
}

function checkedService(service: string): FleetService {
  const name = canonicalService(service, SERVICE_NAMES);
  if (isFleetService(name)) return name;
  throw new UsageError(
    `The fleet runs no ${service}${guess(service, SERVICE_NAMES)}`,
    `It runs ${SERVICE_NAMES.join(', ')}.`,
  );
}

function checkedFault(fault: string): Fault {
  const read = Fault.safeParse(fault);
  if (read.success) return read.data;
  throw new UsageError(`There is no fault ${fault}${guess(fault, Fault.options)}`, `There are:\n${faultList}`);
}

function guess(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? '.' : `: did you mean ${near}?`;
}
