"""The Monday digest: one mail of numbers for whom something waits."""
