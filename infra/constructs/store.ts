import type { ITable } from 'aws-cdk-lib/aws-dynamodb';

/** A table, and the environment variable by which functions find it. */
export interface Store {
  table: ITable;
  variable: string;
}
