"""Importing ROME from its published files."""

from skills.management.imports import ImportCommand


class Command(ImportCommand):
    help = "Import ROME from PATH: the folder of the published files, or their ZIP. Run again, it writes only what changed."
    kind = "rome"
