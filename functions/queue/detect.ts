import { actionTable } from '#adapters/dynamodb/actionTable.ts';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { feedbackTable } from '#adapters/dynamodb/feedbackTable.ts';
import { forestSwitch } from '#adapters/dynamodb/forestSwitch.ts';
import { historyTable } from '#adapters/dynamodb/historyTable.ts';
import { forestModels } from '#adapters/s3/forestModels.ts';
import { forestWatches } from '#adapters/s3/forestWatches.ts';
import { shardStates } from '#adapters/s3/shardStates.ts';
import { seconds } from '#domain/configuration/configuration.ts';
import { SampleMessage } from '#domain/sample/message.ts';
import { dynamo, dynamoNow, s3 } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { onMessages } from '#runtime/handlers.ts';
import { installation } from '#runtime/installation.ts';
import { metrics } from '#runtime/powertools.ts';
import { actingServices } from '#usecases/actingServices.ts';
import { type ForestVoice, forestVoice } from '#usecases/askForests.ts';
import { type DetectPorts, detectShard, type ShardStates } from '#usecases/detectShard.ts';
import { knownBudgets } from '#usecases/knownBudgets.ts';

// kept between invocations: a warm function asks only whether its shards are still the newest
let states: ShardStates | undefined;
let forests: ForestVoice | undefined;
let budgets: ReturnType<typeof knownBudgets> | undefined;

/** Wakes on samples.fifo, one message group a shard. A shard that fails is tried again; the others go on. */
export const handler = onMessages(SampleMessage, async (messages, { clock, log }) => {
  states ??= shardStates(s3(), environment('STATE_BUCKET'));
  budgets ??= knownBudgets(feedbackTable(dynamoNow(), environment('FEEDBACK_TABLE')));
  forests ??= forestVoice({
    forest: forestSwitch(dynamoNow(), environment('SETTINGS_TABLE'), environment('USE_ML_DETECTION') === 'true'),
    models: forestModels(s3(), environment('STATE_BUCKET')),
    watches: forestWatches(s3(), environment('STATE_BUCKET')),
  });
  const known = budgets;
  const ports: DetectPorts = {
    states,
    anomalies: anomalyTable(dynamo(), environment('ANOMALIES_TABLE')),
    history: historyTable(
      dynamo(),
      environment('HISTORY_TABLE'),
      seconds(installation().configuration.retention.history),
    ),
    budgets: () => known({ clock, log }),
    acting: () => actingServices(actionTable(dynamo(), environment('ACTIONS_TABLE'))),
    forests,
    clock,
    log,
  };
  const failed: string[] = [];
  for (const [shard, group] of Map.groupBy(messages, ({ body }) => body.shard)) {
    try {
      await detectShard(
        shard,
        group.map(({ body }) => body),
        ports,
      );
      metrics.addMetric('ShardsDetected', 'Count', 1);
    } catch (error) {
      log.error('shard failed', { shard, error });
      failed.push(...group.map(({ id }) => id));
    }
  }
  return failed;
});
