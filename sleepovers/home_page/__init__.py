"""What the home page says of sleepovers: tonight's beds, the next stay, nights waiting, and the way to sixteen."""
