# Numbers of survival, glmnet and ranger for the rows of ../rows.ts:
#
#   Rscript tests/families/prognosis/learners/reference/reference.R > tests/families/prognosis/learners/reference/survival.json
suppressMessages({library(survival); library(glmnet); library(ranger)})

state <- 4711
u <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }
count <- 400
x <- matrix(0, count, 3); time <- numeric(count); event <- numeric(count)
for (i in 1:count) {
  x[i, ] <- c(u() * 2 - 1, u() * 2 - 1, if (u() < 0.4) 1 else 0)
  hazard <- exp(1.2 * x[i, 1] * x[i, 2] - 0.9 * x[i, 2] + 0.5 * x[i, 3])
  death <- -log(u()) / hazard * 10
  lost <- u() * 25
  time[i] <- ceiling(min(death, lost)); event[i] <- as.numeric(death <= lost)
}
margin <- x[, 1] + 0.5 * x[, 3]
weights <- c(1, 2, 1, 3)[(0:(count - 1)) %% 4 + 1]
surv <- Surv(time, event)
given <- coxph(surv ~ offset(margin), weights = weights, ties = "breslow")

# As the log-likelihood that the penalties of Kairos are set against: glmnet divides by n.
scale1 <- function(v) (v - mean(v)) / sqrt(mean((v - mean(v))^2))
s <- apply(x, 2, scale1)
lasso <- function(l1, l2) {
  lambda <- (l1 + l2) / count
  fit <- glmnet(s, surv, family = "cox", alpha = l1 / (l1 + l2), lambda = lambda * c(8, 4, 2, 1), standardize = FALSE,
                thresh = 1e-14)
  as.numeric(fit$beta[, 4])
}

left <- x[, 2] < 0.1
test <- survdiff(surv ~ left)

# Ensemble mortality of one leaf: its Nelson-Aalen hazard summed over everyone's follow-up, per person.
leaf <- survfit(coxph(Surv(time[left], event[left]) ~ 1), type = "aalen")
hazard <- stepfun(leaf$time, c(0, leaf$cumhaz))
mortality <- mean(hazard(time))

train <- data.frame(time, event, x)[1:250, ]; test.set <- data.frame(time, event, x)[251:400, ]
forest <- ranger(Surv(time, event) ~ ., train, num.trees = 1000, min.node.size = 15, mtry = 2, seed = 1)
mort <- rowSums(predict(forest, test.set)$chf)
c.forest <- concordance(Surv(time, event) ~ mort, test.set, reverse = TRUE)$concordance

show <- function(v) paste0("[", paste(format(v, digits = 14, trim = TRUE, scientific = FALSE), collapse = ", "), "]")
cat("{\n",
    '  "martingale": ', show(residuals(given, "martingale", weighted = TRUE)[1:20]), ",\n",
    '  "logLikelihood": ', show(given$loglik), ",\n",
    '  "coxLasso": ', show(lasso(15, 0)), ",\n",
    '  "coxElasticNet": ', show(lasso(15, 10)), ",\n",
    '  "observedLessExpected": ', show(unname(test$obs - test$exp)[2]), ",\n",
    '  "mortality": ', show(mortality), ",\n",
    '  "forestConcordance": ', show(c.forest), "\n}\n", sep = "")
