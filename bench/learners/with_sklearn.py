"""The same rows with scikit-learn: figures as JSON on standard output, and the trees of a forest.

    python3 with_sklearn.py FOLDER        # with train.csv and test.csv: outcome, then the columns, nothing where missing
"""

import json
import sys
import time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def read(name):
    rows = np.genfromtxt(f"{sys.argv[1]}/{name}.csv", delimiter=",")
    return rows[:, 1:], rows[:, 0]


def shortest(work, seconds=1.0):
    """Shortest of many runs, in seconds."""
    best = float("inf")
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


x, y = read("train")
test, truth = read("test")
imputed = lambda *steps: make_pipeline(SimpleImputer(strategy="median", add_indicator=True), *steps)
models = {
    "LogisticRegressionCV": imputed(StandardScaler(), LogisticRegressionCV(Cs=12, scoring="neg_log_loss", max_iter=1000)),
    "HistGradientBoosting": HistGradientBoostingClassifier(
        max_iter=300, learning_rate=0.05, max_depth=4, max_leaf_nodes=None, min_samples_leaf=20, l2_regularization=1,
        max_bins=128, early_stopping=False, random_state=1),
    "RandomForest": imputed(RandomForestClassifier(n_estimators=400, min_samples_leaf=5, max_depth=16, random_state=1, n_jobs=2)),
    "SVC rbf": imputed(StandardScaler(), SVC(C=1, probability=True, random_state=1)),
}
figures = []
for name, model in models.items():
    start = time.perf_counter()
    model.fit(x, y)
    trained = time.perf_counter() - start
    p = np.clip(model.predict_proba(test)[:, 1], 1e-9, 1 - 1e-9)
    if name == "RandomForest":
        model.steps[-1][1].n_jobs = 1
    figures.append({
        "name": name,
        "auroc": roc_auc_score(truth, p),
        "logLoss": log_loss(truth, p),
        "train": trained,
        "one": shortest(lambda: model.predict_proba(test[:1])) * 1e6,
        "batch": len(test) / shortest(lambda: model.predict_proba(test)),
    })

complete = np.nan_to_num(test).astype(np.float32)
forest = RandomForestClassifier(n_estimators=200, max_depth=8, min_samples_leaf=5, random_state=1)
forest.fit(np.nan_to_num(x).astype(np.float32), y)
trees = [{
    "left": t.children_left.tolist(),
    "right": t.children_right.tolist(),
    "feature": t.feature.tolist(),
    "threshold": t.threshold.tolist(),
    "value": (t.value[:, 0, 1] / t.value[:, 0].sum(axis=1)).tolist(),
    "cover": t.weighted_n_node_samples.tolist(),
} for t in (e.tree_ for e in forest.estimators_)]
print(json.dumps({
    "figures": figures,
    "forest": {
        "trees": trees,
        "predicted": forest.predict_proba(complete[:200])[:, 1].tolist(),
        "one": shortest(lambda: forest.predict_proba(complete[:1]), 3) * 1e6,
        "batch": len(complete) / shortest(lambda: forest.predict_proba(complete), 3),
    },
}))
