"""How fast Python's loops are on the points that the engine's benchmark runs over; on one core.

stdin: {"moments": [[value of each metric], ...], "histories": [[value, ...], ...], "season": points}
stdout: [{"name", "count", "seconds", "of"}, ...]
"""
import json
import logging
import os
import sys

logging.disable(logging.ERROR)  # libraries that tell what else could be installed

import numpy as np
import pandas as pd
from prophet import Prophet
from river import anomaly, preprocessing, stats, utils
from sklearn.ensemble import IsolationForest
from statsforecast.models import MSTL, AutoETS

LIMIT = 10.0  # seconds of processor time; who is not through by then is measured on what was done


def processor_time():
    used = os.times()  # Prophet's fits run in children
    return used.user + used.system + used.children_user + used.children_system


def timed(name, of, steps):
    """Runs `steps`, an iterator that yields how many it did, until its end or the limit."""
    print(name, file=sys.stderr, flush=True)
    begun = processor_time()
    count = 0
    for done in steps:
        count += done
        if processor_time() - begun > LIMIT:
            break
    return {"name": name, "of": of, "count": count, "seconds": processor_time() - begun}


def river_z(moments):
    means = [utils.Rolling(stats.Mean, window_size=60) for _ in moments[0]]
    variances = [utils.Rolling(stats.Var, window_size=60) for _ in moments[0]]
    for row in moments:
        for value, mean, variance in zip(row, means, variances):
            spread = variance.get() ** 0.5
            _odd = spread > 0 and abs(value - mean.get()) > 3 * spread
            mean.update(value)
            variance.update(value)
        yield len(row)


def river_trees(moments):
    scaler = preprocessing.MinMaxScaler()
    trees = anomaly.HalfSpaceTrees(seed=0)
    for row in moments:
        x = dict(enumerate(row))
        scaler.learn_one(x)
        scaled = scaler.transform_one(x)
        trees.score_one(scaled)
        trees.learn_one(scaled)
        yield len(row)


def scikit_learn(moments, rows_at_once):
    rows = np.array(moments)
    forest = IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(rows[:2880])
    for start in range(0, len(rows), rows_at_once):
        batch = rows[start : start + rows_at_once]
        forest.score_samples(batch)
        yield batch.size


def statsforecast(histories, season):
    for history in histories:
        MSTL(season_length=season, trend_forecaster=AutoETS(model="ZZN")).forecast(np.array(history), h=season, level=[90])
        yield 1


def prophet(histories, season):
    for history in histories:
        times = pd.date_range("2026-03-02", periods=len(history), freq="5min")
        model = Prophet().fit(pd.DataFrame({"ds": times, "y": history}))
        model.predict(model.make_future_dataframe(season, freq="5min", include_history=False))
        yield 1


def main():
    given = json.load(sys.stdin)
    moments, histories, season = given["moments"], given["histories"], given["season"]
    print(
        json.dumps(
            [
                timed("river, z-score over 60 points", "points", river_z(moments)),
                timed("river HalfSpaceTrees, eight metrics at once", "points", river_trees(moments)),
                timed("scikit-learn IsolationForest, a moment at a time", "points", scikit_learn(moments, 1)),
                timed("scikit-learn IsolationForest, an hour at a time", "points", scikit_learn(moments, 60)),
                timed("statsforecast MSTL with AutoETS", "series", statsforecast(histories, season)),
                timed("Python's prophet", "series", prophet(histories, season)),
            ]
        )
    )


if __name__ == "__main__":
    main()
