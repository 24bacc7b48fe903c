"""The hand-over of a stay, there and home again: notes between the two homes, and what is in the bag."""
