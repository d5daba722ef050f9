"""What schemathesis cannot know from the contract alone.

A JSON schema says what a thing looks like, not that a time lies ahead, that a condition is written in our language, or
that a cursor was given by the very list. Where such a rule stands behind a request that is meant to be good, the request
is mended here before it is sent, so that every refusal of a good one counts as a failure. Requests that are meant to be
bad are sent as they are.

What a call made is removed again when enough was made after it, and all of it in the end: with hundreds of policies each
call would take longer than the one before.

`CONTRACT_SEEDS` is a JSON object of what only the world can make (an anomaly, an action that waits for a person): parts of
requests, by operation. `CONTRACT_RECEIVER` is where notices go: nothing leaves this machine. To `CONTRACT_CALLS` is written
how often each operation answered with which status, and how long all its calls took.
"""

import atexit
import collections
import datetime
import itertools
import json
import os
import time
import urllib.parse

import requests
import schemathesis

SEEDS = json.loads(os.environ.get("CONTRACT_SEEDS", "{}"))
RECEIVER = os.environ.get("CONTRACT_RECEIVER", "http://127.0.0.1:9/")
CALLS = os.environ.get("CONTRACT_CALLS")
KEY = os.environ["CONTRACT_KEY"]

statuses = collections.defaultdict(collections.Counter)
seconds = collections.defaultdict(float)
cursors = {}
versions = {}
turns = collections.defaultdict(itertools.count)
READS = {"postForecast", "giveFeedback", "ackAnomaly"}
RUN = f"{time.time():.0f}"
numbers = itertools.count(1)
made = collections.deque()
KEPT = 30


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    name = operation_of(case)
    mend_headers(case)
    mend_query(name, case)
    mend = BODIES.get(name)
    if mend is not None and isinstance(case.body, dict):
        case.body = mend(dict(case.body))
    seed(name, case)


@schemathesis.hook
def after_call(context, case, response):
    statuses[operation_of(case)][str(response.status_code)] += 1
    seconds[operation_of(case)] += response.elapsed
    if not 200 <= response.status_code < 300:
        return
    etag = response.headers.get("etag")
    if case.method == "POST":  # it may have changed what its path names
        for path in [path for path in versions if path_of(case).startswith(path)]:
            del versions[path]
    elif etag:
        versions[path_of(case)] = etag[0]
    location = response.headers.get("location")
    if response.status_code == 201 and location:
        made.append(urllib.parse.urljoin(response.request.url, location[0]))
        if len(made) > KEPT:
            remove(made.popleft())
    if case.method == "GET":
        note_cursor(case, response)


def note_cursor(case, response):
    try:
        cursors[operation_of(case), response.json()["next_cursor"]] = dict(case.query or {})
    except (KeyError, TypeError, ValueError):
        pass  # no list


@atexit.register
def end():
    while made:
        remove(made.popleft())
    if CALLS:
        with open(CALLS, "w", encoding="utf-8") as file:
            json.dump({"statuses": statuses, "seconds": seconds}, file)


def remove(url):
    requests.delete(url, headers={"X-API-Key": KEY}, timeout=20)


def operation_of(case):
    return case.operation.definition.raw["operationId"]


def path_of(case):
    return case.operation.path.format_map(collections.defaultdict(str, case.path_parameters or {}))


def seed(name, case):
    """What waits for one decision is for one call; what can be read is for every second one."""
    waiting = SEEDS.get(name)
    if not waiting or next(turns[name]) % 2:
        return
    parts = waiting[0] if case.method == "GET" or name in READS else waiting.pop(0)
    case.path_parameters = {**(case.path_parameters or {}), **parts.get("path", {})}
    case.query = {**(case.query or {}), **parts.get("query", {})}
    if "body" in parts:
        case.body = dict(parts["body"])


def mend_headers(case):
    headers = case.headers or {}
    if "Idempotency-Key" in headers:  # one key is for one request
        headers["Idempotency-Key"] = f"{headers['Idempotency-Key'][:200]}.{RUN}.{next(numbers)}"
    if "If-Match" in headers:
        version = versions.get(path_of(case))
        if version is None:
            del headers["If-Match"]
        else:
            headers["If-Match"] = version


def mend_query(name, case):
    """A cursor goes on where its list ended: the same list, asked the same way."""
    query = dict(case.query or {})
    cursor = query.pop("cursor", None)
    asked = cursors.get((name, cursor)) if cursor else None
    if asked is not None:
        query = {**asked, "cursor": cursor}
    in_order(query, "since", "until")
    if "since" in query:
        query.pop("step", None)  # an answer holds so many points and no more
    if query != (case.query or {}):
        case.query = query


def in_order(values, first, last):
    """Of two times the earlier comes first, and nobody asks for what begins only later."""
    now = datetime.datetime.now(datetime.timezone.utc)
    since = time_of(values[first]) if first in values else None
    until = time_of(values[last]) if last in values else now
    if first in values and (since is None or until is None or since == until or (last not in values and since > now)):
        del values[first]
    elif since is not None and since > until:
        values[first], values[last] = values[last], values[first]


def ahead(values, name, **distance):
    if isinstance(values.get(name), str):
        time = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**distance)
        values[name] = time.strftime("%Y-%m-%dT%H:%M:%SZ")


def time_of(text):
    """None where it cannot be read, or lies at an end of what Python's calendar knows."""
    try:
        return datetime.datetime.fromisoformat(text.upper().replace("Z", "+00:00")).astimezone(datetime.timezone.utc)
    except (AttributeError, ValueError, OverflowError):
        return None


CONDITIONS = ["cpu_usage > 85", "memory_usage > 90 and error_rate > 5%", "anomaly(latency_p99)", "forecast(cpu_usage, 30m) > 90"]
ACTIONS = ["alert", {"type": "scale", "min_replicas": 1, "max_replicas": 4}, {"type": "restart_container"}]
CASCADE = {"type": "multi_service_failure", "threshold": 2, "time_window": "5m"}


def policy(document):
    """What is free stays as it was drawn; what has a language of its own is said in it."""
    number = next(numbers)
    for name in ("namespace", "condition", "when", "trigger", "action", "actions", "on_failure", "parameters", "guards", "verify", "notification"):
        document.pop(name, None)
    document["name"] = f"drawn {number}"
    document["condition"] = CONDITIONS[number % len(CONDITIONS)]
    document["action"] = ACTIONS[number % len(ACTIONS)]
    return document


FILE = "policies:\n  - name: drawn file\n    service: orders\n    when: anomaly(memory_usage)\n    action: restart_container\n"


def tree(body):
    body["files"] = {"policies/drawn.yml": FILE}
    return body


def backtest(body):
    """One of three, of the last few minutes: two weeks of each would keep the machine busy."""
    for name in ("file", "policies", "until"):
        body.pop(name, None)
    body["since"] = ""
    ahead(body, "since", minutes=-5)
    body["policy"] = policy(dict(body.get("policy") or {}))
    return body


def key(body):
    ahead(body, "expires_at", days=30)
    return body


def rotation(body):
    body["overlap"] = "1h"
    return body


def silence(body):
    """Of a service that nobody watches: it holds nothing that others test."""
    ahead(body, "starts_at", hours=1)
    ahead(body, "ends_at", hours=2)
    body["matchers"] = [{"name": "service", "value": "drawn"}]
    return body


def webhook(body):
    body["url"] = RECEIVER
    if str(body.get("secret", "")).startswith("whsec_"):
        body["secret"] = "whsec_ZHJhd24gYnkgc2NoZW1hdGhlc2lz"
    return body


def integration(body):
    """Whoever it is about, it is told to the receiver."""
    for name in ("webhook_url", "api_url", "links_to"):
        if name in body:
            body[name] = RECEIVER
    body["name"] = f"drawn {next(numbers)}"
    if body.get("type") == "slack":
        for name in ("bot_token", "channel"):
            body.pop(name, None)
        body["webhook_url"] = RECEIVER
    if body.get("type") in ("pagerduty", "opsgenie"):
        body["api_url"] = RECEIVER
    if body.get("type") == "pagerduty":
        body.update(pager(body))
        for name in ("api_key", "escalation_policy"):
            body.pop(name, None)
    return body


def pager(body):
    return {**{name: body[name] for name in body if name == "region"}, "api_url": RECEIVER, "routing_key": "0" * 32}


def slack(body):
    body["webhook_url"] = RECEIVER
    return body


def alerts(body):
    """Of a service: alerts of nobody's are refused."""
    for alert in body.get("alerts", []):
        alert["labels"] = {**alert.get("labels", {}), "service": "drawn"}
    return body


def action(body):
    body["action"] = "alert"
    body["parameters"] = {}
    return body


BODIES = {
    "applyPolicies": tree,
    "backtestPolicies": backtest,
    "createIntegration": integration,
    "createKey": key,
    "createPagerdutyIntegration": pager,
    "createPolicy": policy,
    "createSilence": silence,
    "createSlackWebhook": slack,
    "createWebhook": webhook,
    "executeAction": action,
    "replacePolicy": policy,
    "replaceWebhook": webhook,
    "rotateKey": rotation,
    "rotateWebhook": rotation,
    "takeAlerts": alerts,
}
