"""Where somebody of the service is signed in, as those see it who look after the way in."""
