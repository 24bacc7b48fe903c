"""For how long a service keeps what families said to events, who came, and what they eat."""
