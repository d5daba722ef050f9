"""scikit-learn's isolation forest on the sets of `npm run bench:forest`.

Reads `[{"name", "rows"}]` as JSON from standard input and the number of forests a set from the first argument; writes
`[{"name", "scores": [[…] a forest], "train_ms", "rows_per_second"}]`, higher scores being odder.
"""
import json
import sys
import time

import numpy as np
from sklearn.ensemble import IsolationForest


def measured(rows, seeds):
    scores, training, asking = [], 0.0, 0.0
    for seed in range(seeds):
        begun = time.perf_counter()
        forest = IsolationForest(n_estimators=100, max_samples=256, random_state=seed, n_jobs=1).fit(rows)
        trained = time.perf_counter()
        scores.append([round(float(score), 6) for score in -forest.score_samples(rows)])
        training += trained - begun
        asking += time.perf_counter() - trained
    return scores, 1000 * training / seeds, seeds * len(rows) / asking


def main():
    seeds = int(sys.argv[1])
    answers = []
    for one in json.load(sys.stdin):
        scores, train_ms, rate = measured(np.array(one["rows"]), seeds)
        answers.append({"name": one["name"], "scores": scores, "train_ms": train_ms, "rows_per_second": rate})
    json.dump(answers, sys.stdout)


main()
