"""Numbers of scikit-learn 1.2 (and scipy) for the rows of ../rows.ts:

    python3 tests/families/prognosis/learners/reference/reference.py > tests/families/prognosis/learners/reference/sklearn.json
"""

import json
import math

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge
from sklearn.metrics import log_loss, r2_score, roc_auc_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeRegressor

COLUMNS = 5


def rows(count):
    state = 4_711

    def u():
        nonlocal state
        state = (state * 16_807) % 2_147_483_647
        return state / 2_147_483_647

    x = np.empty((count, COLUMNS))
    y = np.empty(count)
    z = np.empty(count)
    for i in range(count):
        for j in range(COLUMNS):
            # Few distinct values, so that every one has a bin of its own.
            x[i, j] = math.floor(u() * 200) / 100 - 1
        eta = 2 * x[i, 0] + 3 * x[i, 1] * x[i, 2] + math.sin(4 * x[i, 3]) - 0.5
        y[i] = 1 if u() < 1 / (1 + math.exp(-eta)) else 0
        z[i] = eta + u()
        if u() < 0.3:
            x[i, 1] = np.nan
        if u() < 0.2:
            x[i, 4] = np.nan if y[i] else x[i, 4]
    return x, y, z


x, y, z = rows(600)
full = x[:, [0, 2, 3]]
scaled = StandardScaler().fit_transform(full)

# No two splits of a tree are equally good then.
weights = 1 + np.arange(600) % 7 / 10
boosting = dict(max_iter=30, learning_rate=0.1, max_depth=3, max_leaf_nodes=None, max_bins=255, early_stopping=False)
classifier = HistGradientBoostingClassifier(**boosting, min_samples_leaf=15, l2_regularization=2).fit(x, y, weights)
regressor = HistGradientBoostingRegressor(**boosting, min_samples_leaf=15, l2_regularization=2).fit(x, z)
monotone = HistGradientBoostingRegressor(**boosting, min_samples_leaf=15, monotonic_cst=[1, 0, 0, 0, 0]).fit(x, z)
bestfirst = HistGradientBoostingRegressor(**{**boosting, "max_depth": 5, "max_leaf_nodes": 6}, min_samples_leaf=15).fit(x, z)
tree = DecisionTreeRegressor(max_depth=6, min_samples_leaf=5).fit(full, z)

half = 300
forest = RandomForestClassifier(n_estimators=500, min_samples_leaf=5, max_features=1 / math.sqrt(3), random_state=1)
forest.fit(full[:half], y[:half])
p = forest.predict_proba(full[half:])[:, 1]
numbers = RandomForestRegressor(n_estimators=500, min_samples_leaf=5, max_features=1 / 3, random_state=1)
numbers.fit(full[:half], z[:half])


def logistic(**options):
    fit = LogisticRegression(solver="saga", tol=1e-12, max_iter=200_000, **options).fit(scaled, y)
    return [*fit.intercept_, *fit.coef_[0]]


def linear(fit):
    fit.fit(scaled, z)
    return [fit.intercept_, *fit.coef_]


def svm(**options):
    fit = SVC(C=1, tol=1e-6, **options).fit(scaled, y)
    return list(fit.decision_function(scaled[:20]))


n = len(z)
lasso, ridge = 20, 10
margins = np.array([x[:, 0], np.nan_to_num(x[:, 1] * x[:, 2]), np.sin(4 * x[:, 3]), -x[:, 0] + 0.1 * x[:, 2]])


def loss(b):
    eta = b[0] + b[1:] @ margins
    return np.mean(np.logaddexp(0, eta) - y * eta)


shares = minimize(loss, np.full(5, 0.1), bounds=[(None, None)] + [(0, None)] * 4, method="L-BFGS-B",
                  options=dict(ftol=1e-15, gtol=1e-10, maxiter=10_000)).x[1:]

print(json.dumps({
    "boosting": {
        "classifier": list(classifier.decision_function(x[:20])),
        "regressor": list(regressor.predict(x[:20])),
        "monotone": list(monotone.predict(x[:20])),
        "bestFirst": list(bestfirst.predict(x[:20])),
    },
    "tree": list(tree.predict(full[:20])),
    "forest": {
        "auroc": roc_auc_score(y[half:], p),
        "logLoss": log_loss(y[half:], np.clip(p, 1e-6, 1 - 1e-6)),
        "r2": r2_score(z[half:], numbers.predict(full[half:])),
    },
    "logistic": {
        "ridge": logistic(penalty="l2", C=1 / ridge),
        "lasso": logistic(penalty="l1", C=1 / lasso),
        "elasticNet": logistic(penalty="elasticnet", C=1 / (lasso + ridge), l1_ratio=lasso / (lasso + ridge)),
    },
    "linear": {
        "ridge": linear(Ridge(alpha=ridge)),
        "elasticNet": linear(ElasticNet(alpha=(lasso + ridge) / n, l1_ratio=lasso / (lasso + ridge), tol=1e-12, max_iter=100_000)),
    },
    "svm": {"linear": svm(kernel="linear"), "rbf": svm(kernel="rbf", gamma=1 / 3)},
    "shares": list(shares / shares.sum()),
}, indent=2))
