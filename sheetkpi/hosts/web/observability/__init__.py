"""What an operator sees of requests: the log and the metrics."""
