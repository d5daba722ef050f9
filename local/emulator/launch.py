"""Runs MiniStack with what an installation that stays up for days needs and the package does not do by itself:

1. metrics and logs are kept for FORESTALL_KEEP_HOURS and expired once a minute (the package keeps points for two
   weeks, rebuilds and scans all of them on every CloudWatch call while everything else waits, and never expires logs,
   of which it starts a stream an invocation);
2. DynamoDB stream records survive a graceful stop together with the readers' positions (the package keeps only the
   positions, so readers stall until as many new records are written as there were, and unread ones are lost);
3. queues are found again when the emulator comes back on another port (the package keeps them under URLs with the port
   of the run that made them, so that event sources look for them in vain);
4. it ends when the program that started it is gone (FORESTALL_PARENT), with its functions' workers.
"""

import copy
import importlib.metadata
import os
import signal
import sys
import threading
import time

PINNED = "1.5.33"


def expire(cloudwatch, logs, hours, every_seconds=60.0):
    """Keeps `hours` of points and log streams; looks for older ones at most each `every_seconds`.

    It hangs on CloudWatch's own eviction, which runs in the server's loop on every call, so that nothing else reads
    these tables at the same time."""
    cloudwatch.TWO_WEEKS_SECONDS = hours * 3600
    evict = cloudwatch._evict_old_metrics
    due = [0.0]

    def evict_when_due():
        if time.monotonic() >= due[0]:
            due[0] = time.monotonic() + every_seconds
            evict()
            expire_streams(logs, time.time() - hours * 3600)

    cloudwatch._evict_old_metrics = evict_when_due


def expire_streams(logs, before):
    """Drops log streams in which nothing happened since `before` (epoch seconds)."""
    with logs._log_events_lock:
        for group in list(logs._log_groups._data.values()):
            for name, stream in list(group["streams"].items()):
                if max(stream["creationTime"], stream.get("lastEventTimestamp") or 0) < before * 1000:
                    del group["streams"][name]


def keep_streams(app, dynamodb, lambda_svc):
    """Saves and restores stream records beside the tables, and brings back positions that point past the end."""
    save, restore, restore_all = dynamodb.get_state, dynamodb.load_persisted_state, app._load_persisted_state

    def save_with_streams():
        state = save()
        state["stream_records"] = copy.deepcopy(dynamodb._stream_records)
        state["stream_trimmed"] = copy.deepcopy(dynamodb._stream_trimmed)
        return state

    def restore_with_streams(state):
        restore(state)
        if state:
            dynamodb._stream_records.update(state.get("stream_records", {}))
            dynamodb._stream_trimmed.update(state.get("stream_trimmed", {}))

    def restore_all_and_mend():
        restore_all()
        mend_positions(dynamodb, lambda_svc)

    dynamodb.get_state = save_with_streams
    dynamodb.load_persisted_state = restore_with_streams
    app._load_persisted_state = restore_all_and_mend


def keep_queues(sqs):
    """Restores queues under the URLs that this run gives them."""
    restore = sqs.load_persisted_state

    def restore_under_this_port(state):
        restore(state)
        for (account, region, url), queue in list(sqs._queues._data.items()):
            moved = sqs._queue_url_for_account(account, queue["name"])
            if moved != url:
                del sqs._queues._data[(account, region, url)]
                queue["url"] = moved
                sqs._queues.set_scoped(account, region, moved, queue)
        sqs._queue_name_to_url.clear()
        sqs._rebuild_queue_name_index()

    sqs.load_persisted_state = restore_under_this_port


def mend_positions(dynamodb, lambda_svc):
    """A reader whose position lies past the end of its stream would wait for ever: it goes on from the end.

    It happens when records were written while the state was being saved, or were not saved at all."""
    positions = lambda_svc._dynamodb_stream_positions
    with lambda_svc._dynamodb_stream_positions_lock:
        for (account, region, mapping_id), position in list(positions._data.items()):
            mapping = lambda_svc._esms.get_scoped(account, region, mapping_id)
            source = (mapping or {}).get("EventSourceArn", "")
            if "/stream/" not in source:
                continue
            table = source.split("/stream/")[0].split("/")[-1]
            end = dynamodb.stream_end_position(table, account_id=account, region=region)
            if position > end:
                positions.set_scoped(account, region, mapping_id, end)


def end_with(parent):
    """Stops this process, gracefully, once `parent` is no longer its parent."""

    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="forestall-parent", daemon=True).start()


def end_workers():
    """Ends what is left of our own process group: the functions' workers."""
    if os.getpgrp() == os.getpid():
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(os.getpgrp(), signal.SIGTERM)


def main():
    found = importlib.metadata.version("ministack")
    if found != PINNED:
        sys.exit(f"launch.py is written for ministack {PINNED}; this Python has {found}.")
    import ministack.app as app
    from ministack.services import cloudwatch, cloudwatch_logs, dynamodb, lambda_svc, sqs

    expire(cloudwatch, cloudwatch_logs, float(os.environ.get("FORESTALL_KEEP_HOURS", "3")))
    keep_streams(app, dynamodb, lambda_svc)
    keep_queues(sqs)
    parent = os.environ.pop("FORESTALL_PARENT", "")
    if parent:
        end_with(int(parent))
    sys.argv = ["ministack"]
    try:
        app.main()
    finally:
        end_workers()


if __name__ == "__main__":
    main()
