"""Legal holds of a person or a child: nothing about them is erased or grows too old until the hold is lifted."""
