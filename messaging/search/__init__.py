"""Finding what was said: by words, by who said it, where and when; nobody finds what they may not read."""
