"""The usual detectors of one series, streaming: each point is judged by what came before it.

detectors.py NAME --data DIR --out DIR
  DIR/**/*.csv: timestamp,value   out/**/*.csv: timestamp,alert (0 or 1)
"""
import argparse
import pathlib
import sys

import numpy as np
import pandas as pd


def z_score(values, window=60, threshold=3.0):
    """|z| > 3 against the mean and the standard deviation of the last 60 points."""
    past = pd.Series(values).shift(1).rolling(window)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs((values - past.mean().to_numpy()) / past.std().to_numpy())
    return np.nan_to_num(z, posinf=np.inf) > threshold


def isolation_forest(values, share=0.05, window=2_000):
    """scikit-learn's IsolationForest on the raw values, 5 % contamination, fitted to the last 2,000 points every 200.

    Of series so long that this takes an hour, every 1,000."""
    from sklearn.ensemble import IsolationForest

    refit = 200 if len(values) <= 20_000 else 1_000
    found = np.zeros(len(values), bool)
    rows = values.reshape(-1, 1)
    for start in range(refit, len(values), refit):
        forest = IsolationForest(n_estimators=100, contamination=share, random_state=0)
        forest.fit(rows[max(0, start - window) : start])
        found[start : start + refit] = forest.predict(rows[start : start + refit]) < 0
    return found


def half_space_trees(values, quantile=0.995):
    """river's HalfSpaceTrees on the value between the least and the greatest so far; odd above the scores' own quantile."""
    from river import anomaly, preprocessing

    scaler = preprocessing.MinMaxScaler()
    odd = anomaly.QuantileFilter(anomaly.HalfSpaceTrees(seed=0), q=quantile)
    found = np.zeros(len(values), bool)
    for i, value in enumerate(values):
        x = {"value": value}
        scaler.learn_one(x)
        scaled = scaler.transform_one(x)
        found[i] = i > 250 and odd.classify(odd.score_one(scaled))  # its first window of 250 points scores nothing
        odd.learn_one(scaled)
    return found


DETECTORS = {d.__name__: d for d in (z_score, isolation_forest, half_space_trees)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=DETECTORS)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    files = sorted(options.data.rglob("*.csv"))
    for number, file in enumerate(files, 1):
        print(f"{number}/{len(files)} {file.name}", file=sys.stderr, flush=True)
        series = pd.read_csv(file)
        alerts = DETECTORS[options.name](series["value"].to_numpy(float))
        target = options.out / file.relative_to(options.data)
        target.parent.mkdir(parents=True, exist_ok=True)
        pd.DataFrame({"timestamp": series["timestamp"], "alert": alerts.astype(int)}).to_csv(target, index=False)


if __name__ == "__main__":
    main()
