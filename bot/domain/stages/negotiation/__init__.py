"""The negotiation as a turn of a round: moves, what typed words mean, notes."""
