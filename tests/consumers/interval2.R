# The R twin of as_interval2(): read flat bounds with base R, build a survival response, print it.
# Arguments: a CSV, and the names of its two columns of bounds (default lower_bound, upper_bound).
#
# The flat bounds are closed: lower and upper both belong to the interval. survival reads a pair
# l < u of type "interval2" as (l, u], so for whole numbers the lower limit of an inexact count is
# one less than its lower bound. No count is below 0, so [0, u] has no lower limit.

as_interval2 <- function(lower, upper) {
  exact <- !is.na(lower) & !is.na(upper) & lower == upper
  l <- ifelse(exact, lower, ifelse(lower == 0, NA, lower - 1))
  survival::Surv(l, upper, type = "interval2")
}

arguments <- commandArgs(trailingOnly = TRUE)
columns <- if (length(arguments) == 3) arguments[2:3] else c("lower_bound", "upper_bound")
flat <- read.csv(arguments[1], colClasses = "character", na.strings = "", encoding = "UTF-8")
response <- as_interval2(as.integer(flat[[columns[1]]]), as.integer(flat[[columns[2]]]))
write.csv(as.matrix(response), row.names = FALSE, quote = FALSE)
