"""Recovery codes: ten to write down, each good once, for when the phone with the app is not there."""
