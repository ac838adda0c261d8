"""Every question asked of what people share and ask."""
