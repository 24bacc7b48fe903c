"""In which homes somebody fosters and has fostered, whatever they are now."""
