"""Run with `python3 -m unittest`; needs no emulator: the package's modules are stood in for by plain objects."""

import threading
import time
import types
import unittest

import launch

KEY = ("000000000000", "us-east-1")


class Scoped:
    def __init__(self, data=None):
        self._data = dict(data or {})

    def get_scoped(self, account, region, key, default=None):
        return self._data.get((account, region, key), default)

    def set_scoped(self, account, region, key, value):
        self._data[(account, region, key)] = value

    def update(self, other):
        self._data.update(other._data)


def readers(positions, source="arn:aws:dynamodb:us-east-1:000000000000:table/anomalies/stream/2026"):
    return types.SimpleNamespace(
        _dynamodb_stream_positions=Scoped({(*KEY, name): at for name, at in positions.items()}),
        _dynamodb_stream_positions_lock=threading.Lock(),
        _esms=Scoped({(*KEY, name): {"EventSourceArn": source} for name in positions}),
    )


class Queues(unittest.TestCase):
    def test_a_queue_made_under_another_port_is_found_under_this_one(self):
        names = Scoped()
        names.clear = names._data.clear
        sqs = types.SimpleNamespace(_queues=Scoped(), _queue_name_to_url=names)
        sqs._queue_url_for_account = lambda account, name: f"http://localhost:4569/{account}/{name}"
        sqs._rebuild_queue_name_index = lambda: names.update(
            Scoped({(*KEY, queue["name"]): url for (_, _, url), queue in sqs._queues._data.items()})
        )
        sqs.load_persisted_state = sqs._queues.update
        launch.keep_queues(sqs)
        old = "http://localhost:4566/000000000000/pulls"
        sqs.load_persisted_state(Scoped({(*KEY, old): {"name": "pulls", "url": old, "messages": ["kept"]}}))
        new = "http://localhost:4569/000000000000/pulls"
        self.assertEqual(sqs._queues._data, {(*KEY, new): {"name": "pulls", "url": new, "messages": ["kept"]}})
        self.assertEqual(names._data, {(*KEY, "pulls"): new})


class Streams(unittest.TestCase):
    def test_a_position_past_the_end_comes_back_to_the_end_and_others_stay(self):
        lambda_svc = readers({"past": 40, "behind": 3})
        dynamodb = types.SimpleNamespace(stream_end_position=lambda table, **_: {"anomalies": 7}[table])
        launch.mend_positions(dynamodb, lambda_svc)
        positions = lambda_svc._dynamodb_stream_positions._data
        self.assertEqual(positions, {(*KEY, "past"): 7, (*KEY, "behind"): 3})

    def test_a_reader_of_something_else_is_left_alone(self):
        lambda_svc = readers({"queue": 40}, source="arn:aws:sqs:us-east-1:000000000000:samples.fifo")
        launch.mend_positions(types.SimpleNamespace(), lambda_svc)
        self.assertEqual(lambda_svc._dynamodb_stream_positions._data, {(*KEY, "queue"): 40})

    def test_unread_records_are_saved_with_the_tables_and_come_back(self):
        def module():
            return types.SimpleNamespace(
                _stream_records=Scoped(),
                _stream_trimmed=Scoped(),
                get_state=lambda: {"tables": {}},
                load_persisted_state=lambda state: None,
                stream_end_position=lambda table, **_: 0,
            )

        before, after = module(), module()
        app = types.SimpleNamespace(_load_persisted_state=lambda: after.load_persisted_state(saved))
        launch.keep_streams(types.SimpleNamespace(_load_persisted_state=lambda: None), before, readers({}))
        before._stream_records.set_scoped(*KEY, "anomalies", ["unread"])
        before._stream_trimmed.set_scoped(*KEY, "anomalies", 12)
        saved = before.get_state()
        launch.keep_streams(app, after, readers({}))
        app._load_persisted_state()
        self.assertEqual(after._stream_records.get_scoped(*KEY, "anomalies"), ["unread"])
        self.assertEqual(after._stream_trimmed.get_scoped(*KEY, "anomalies"), 12)


class Expiry(unittest.TestCase):
    def test_points_are_looked_at_once_a_period_not_on_every_call(self):
        looked = []
        cloudwatch = types.SimpleNamespace(_evict_old_metrics=lambda: looked.append(True))
        logs = types.SimpleNamespace(_log_events_lock=threading.Lock(), _log_groups=Scoped())
        launch.expire(cloudwatch, logs, 3, every_seconds=60)
        for _ in range(5):
            cloudwatch._evict_old_metrics()
        self.assertEqual(len(looked), 1)
        self.assertEqual(cloudwatch.TWO_WEEKS_SECONDS, 3 * 3600)

    def test_only_log_streams_without_recent_events_go(self):
        now = time.time()
        old, new = (now - 7200) * 1000, (now - 60) * 1000
        streams = {
            "old": {"creationTime": old, "lastEventTimestamp": old},
            "silent": {"creationTime": old, "lastEventTimestamp": None},
            "alive": {"creationTime": old, "lastEventTimestamp": new},
        }
        logs = types.SimpleNamespace(
            _log_events_lock=threading.Lock(), _log_groups=Scoped({(*KEY, "group"): {"streams": streams}})
        )
        launch.expire_streams(logs, now - 3600)
        self.assertEqual(list(streams), ["alive"])


if __name__ == "__main__":
    unittest.main()
