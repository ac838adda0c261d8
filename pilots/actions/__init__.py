"""What people do in the area, split by noun."""
