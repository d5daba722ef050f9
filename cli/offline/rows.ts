import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
import { CliError, reasonOf } from '../errors.ts';
import { type Columns, columnsOf, printable } from './columns.ts';
import { readTime, TIME_EXAMPLES, type TimeStyle } from './time.ts';
import { readValue } from './value.ts';

/** A row of a file: its two cells as they are written, and what they say. */
export interface Row {
  timestamp: string;
  value: string;
  /** epoch seconds */
  at: number;
  style: TimeStyle;
  /** NaN where nothing was measured */
  number: number;
}

export const RIGHT = 'A file holds the columns timestamp and value, like: 2026-11-25 12:00:00,42.5';
/** No row of numbers is longer: a file that is no CSV is found out before it fills the memory. */
const LONGEST_ROW = 65_536;

export interface Reading {
  /** what the file is called in sentences */
  shown: string;
  warn?: (sentence: string) => void;
}

/** The rows of a CSV file, in order, read as they are asked for. Throws a `CliError` that names file and line. */
export async function* readRows(path: string, { shown, warn }: Reading): AsyncGenerator<Row> {
  const records: AsyncIterable<string[]> = recordsOf(path);
  let columns: Columns | undefined;
  let line = 1;
  try {
    for await (const record of records) {
      const at = line;
      line += 1 + breaksIn(record);
      if (record.length === 1 && record[0]?.trim() === '') continue;
      if (columns === undefined) {
        columns = headed(record, { shown, warn }, at);
        if (columns.headed) continue;
      }
      yield rowOf(record, columns, shown, at);
    }
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(error, shown);
  }
  if (columns === undefined) throw new CliError(`${shown} is empty.`, RIGHT);
}

function recordsOf(path: string): Parser {
  const parser = parse({
    bom: true,
    relax_column_count: true,
    relax_quotes: true, // a file that is no CSV is told by its first row
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: LONGEST_ROW,
  });
  // whoever reads the parser hears of every error, and closes the file by leaving
  pipeline(createReadStream(path), parser, () => {});
  return parser;
}

/** A cell in quotes may go on over several lines. */
function breaksIn(record: readonly string[]): number {
  let breaks = 0;
  for (const cell of record) if (cell.includes('\n')) breaks += cell.split('\n').length - 1;
  return breaks;
}

function headed(record: readonly string[], { shown, warn }: Reading, line: number): Columns {
  const columns = columnsOf(record);
  if (typeof columns === 'string') throw new CliError(`${shown}:${line}: ${columns}.`, RIGHT);
  const [one, ...more] = columns.ignored;
  if (one !== undefined)
    warn?.(`${shown}: column${more.length > 0 ? 's' : ''} ${printable(columns.ignored.join(', '))} not read.`);
  return columns;
}

function rowOf(record: readonly string[], columns: Columns, shown: string, line: number): Row {
  if (record.length > columns.width)
    throw new CliError(
      `${shown}:${line}: ${record.length} cells where there are ${columns.width} columns.`,
      'Write a decimal point, not a comma, or put a cell that has commas into quotation marks.',
    );
  const timestamp = record[columns.timestamp] ?? '';
  const time = readTime(timestamp);
  if (time === undefined)
    throw new CliError(
      `${shown}:${line}: timestamp ${quoted(timestamp)} is no time.`,
      `Write it like ${TIME_EXAMPLES}.`,
    );
  const value = record[columns.value] ?? '';
  const number = readValue(value);
  if (number === undefined)
    throw new CliError(
      `${shown}:${line}: value ${quoted(value)} is no number.`,
      'Write it like 42.5 or 1.2e-3, or leave it empty where nothing was measured.',
    );
  return { timestamp, value, at: time.at, style: time.style, number };
}

const quoted = (text: string): string => `"${printable(text.length > 40 ? `${text.slice(0, 40)}…` : text)}"`;

function unreadable(error: unknown, shown: string): CliError {
  if (!(error instanceof CsvError))
    return new CliError(`${shown} cannot be read: ${reasonOf(error)}.`, '', { cause: error });
  const line = typeof error.lines === 'number' ? `:${error.lines}` : '';
  return new CliError(`${shown}${line}: ${faultOf(error)}.`, RIGHT, { cause: error });
}

function faultOf(error: CsvError): string {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `a row is longer than ${LONGEST_ROW / 1024} KiB, so this is no CSV file`;
  return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quotation mark is not closed' : `this is no CSV: ${error.message}`;
}
