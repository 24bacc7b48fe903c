"""What of a double becomes that of the one which is kept, table by table."""
