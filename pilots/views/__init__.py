"""HTTP only, split by noun."""
