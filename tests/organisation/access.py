"""Who gets which answer at the addresses of the HR file."""

INSIDE = {"*": 302, "administrator": 200, "hr_adviser": 200}
