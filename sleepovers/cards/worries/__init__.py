"""Notes of a hand-over about which somebody worries."""
