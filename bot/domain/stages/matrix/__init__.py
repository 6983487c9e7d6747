"""The success matrix: weights, scores, the decision and its defence."""
