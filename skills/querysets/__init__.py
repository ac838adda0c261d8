"""Every question asked of the skills."""
