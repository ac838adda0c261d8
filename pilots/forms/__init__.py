"""The shape of what is typed in the area, split by noun."""
