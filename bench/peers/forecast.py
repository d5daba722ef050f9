"""What Python's prophet and statsforecast foresee of the series that the forecast's benchmark asks about.

stdin: {"methods": [name, ...], "series": [{"start": epoch s, "step": s, "values": [number or null, ...], "ahead": n}, ...]}
stdout: {name: [{"low": [...], "middle": [...], "high": [...], "ms": n} or null, ...], ...}, of the 90 % interval
"""
import json
import logging
import resource
import sys
import warnings

logging.disable(logging.ERROR)
warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd
from prophet import Prophet
from statsforecast.models import MSTL, AutoETS

DAY = 86400


def filled(values):
    return pd.Series(values, dtype=float).interpolate(limit_direction="both").to_numpy()


def prophet(one):
    step, ahead = one["step"], one["ahead"]
    times = pd.to_datetime(one["start"] + step * np.arange(len(one["values"]) + ahead), unit="s")
    known = pd.DataFrame({"ds": times[: len(one["values"])], "y": np.array(one["values"], dtype=float)}).dropna()
    model = Prophet(interval_width=0.9, uncertainty_samples=200)
    model.fit(known, seed=1)
    np.random.seed(1)
    told = model.predict(pd.DataFrame({"ds": times[len(one["values"]) :]}))
    return told["yhat_lower"], told["yhat"], told["yhat_upper"]


def auto_ets(one):
    told = AutoETS(model="AZN", season_length=1).forecast(filled(one["values"]), h=one["ahead"], level=[90])
    return told["lo-90"], told["mean"], told["hi-90"]


def mstl(one):
    day = max(1, round(DAY / one["step"]))
    model = MSTL(season_length=day, trend_forecaster=AutoETS(model="AZN", season_length=1))
    told = model.forecast(filled(one["values"]), h=one["ahead"], level=[90])
    return told["lo-90"], told["mean"], told["hi-90"]


METHODS = {"prophet": prophet, "AutoETS": auto_ets, "MSTL": mstl}


def busy():
    """Seconds of processor time so far; Prophet's optimiser is a process of its own."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def answer(method, one):
    begun = busy()
    try:
        low, middle, high = (np.asarray(part, dtype=float) for part in method(one))
    except Exception as fault:  # a peer that cannot is a peer that abstains
        print(f"no answer: {fault}", file=sys.stderr)
        return None
    if not (np.isfinite(low).all() and np.isfinite(middle).all() and np.isfinite(high).all()):
        return None
    took = (busy() - begun) * 1000
    return {"low": low.tolist(), "middle": middle.tolist(), "high": high.tolist(), "ms": took}


def main():
    given = json.load(sys.stdin)
    print(json.dumps({name: [answer(METHODS[name], one) for one in given["series"]] for name in given["methods"]}))


main()
