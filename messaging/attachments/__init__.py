"""Photos and documents of messages: taken in, kept out of reach, shown to who may read the message, and swept."""
