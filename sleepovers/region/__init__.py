"""What a regional viewer reads: counts and rates of the services of the region, and nobody's night or name."""
